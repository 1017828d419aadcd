"""The practice's own settings: names, ages, countries, promises and working days, exit site.

Not for anything about a person; what crisis pages need of it is published as a small file (`publish.py`).
"""
