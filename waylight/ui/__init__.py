"""How Waylight looks and speaks to the screen: base pages, components, form fields, styles and small modules.

It knows nothing of records and their meaning: it draws what the other packages give it. README.md in this folder
lists the components. Nothing here needs a database.
"""
