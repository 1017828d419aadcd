"""Who waits for a time, and what is offered to whom: a free time goes to one person at a time, the longest waiting first.

Nothing here ranks people by how they feel (REQUIREMENTS N1): only how long they have waited, and what they wished for.
"""
