"""Who may sign in, and as whom: users, roles, permissions, the second factor, invitations.

Not for who a person is: clients and therapists are in `people`.
"""
