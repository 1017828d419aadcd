"""A therapist's own calendar, read from its iCalendar address: fetched with care, and only the times in it are kept.

fetch      asks an address that somebody typed, and reaches nothing but public networks. Knows no Django.
reading    calendar text → spans that are busy. Knows no Django, and runs in a process of its own with a limit on its time.
calendars  the rows: an address is kept, read when it is due, and forgotten.
"""
