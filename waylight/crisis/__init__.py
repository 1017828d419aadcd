"""Help now: emergency numbers and crisis lines for each country, and the way off the site.

These pages work when everything else is down. They read the package's own data and one small file that the office
writes (`facts`), and touch neither session nor database nor cache. What is not here: anything that knows who somebody
is. Numbers come from `data/helplines.json` alone; `bin/helplines` makes it, `gate` decides what may be shown, and `directory`
puts a country's page together. `bake` names the pages that have a static copy for when everything else is dead.
"""
