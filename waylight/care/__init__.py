"""The clinical record: session notes, signatures and additions, take-aways, and how a session is closed."""
