"""Meeting: when, with whom, and what belongs to it. Not what was said: that is `care`. Every booking goes through `scheduling`;
the database itself refuses an overlap.

Being there         `hours` people keep them, and see a week · `outside` a therapist's own calendar, read as busy time
What is free        `availability` pure · `free` out of the rows · `seconds` moments as the database tells them
Choosing a time     `choosing` in words, for a client · `for_client` and `diary` the same for staff, who may overrule hours
                    `links` and `by_link` without an account · `offers` first talks, next sessions, hand-overs
Booking it          `scheduling` hold, book, move, cancel, undo · `series` a planned course · `waivers` late, and not counted
Waiting for one     `waiting` who waits, what is offered to whom, how long it takes
The meeting         `topics` and `precheck` before · `attendance` may it begin, who came · `contact` and `missed` nobody came
                    `protection` a registration that lapsed
Messages            `telling` in the client's words, at safe hours · `reminders` planned · `safe_hours` pure · `previews`
Calendars           `calendar_days` the pages of a week and a day · `feeds` a secret address · `ical` and `vtimezone` the files
Clocks and refusals `zones` two clocks beside each other · `refusals` why not, as a sentence

What is asked: `forms` of clients, `staff_forms` of staff, `message_forms` about messages; folders have forms of their own.
"""
