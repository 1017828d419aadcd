"""The demonstration practice: invented people and a door to step in as any of them. Exists in demo mode alone.

A system check refuses demo mode together with a real host name.
"""
