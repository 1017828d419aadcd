"""The clinical record: session notes, the take-away that no session is closed without, and the client's safety plan.

Not for what a client writes (exercises), nor for when a session is (booking): a session is only closed from here.
"""
