"""The text that somebody agrees to before their first session in a group. A published version never changes: write a new one.

It is own to groups, since one to one a session passes through no server, and here it does (REQUIREMENTS 5.7).
"""

VERSION = 1
TEMPLATE = f"video/groups/agreement_{VERSION}.html"
