"""Opening hours, free times, appointments and what belongs to meeting: pre-check, contact attempts, links to book.

Not for what was said: that is `care`. Every booking goes through `scheduling`; the database itself refuses an overlap.
"""
