"""The clinical record: session notes, and the take-away that no session is closed without.

Not for what a client writes (exercises), nor for when a session is (booking): a session is only closed from here.
"""
