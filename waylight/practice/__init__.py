"""The practice's own settings: names, ages, countries, promises and working days, exit site; and what its people found out
about the numbers of helplines.

Not for anything about a person; what crisis pages need of it is published as a small file (`publish.py`).
"""
