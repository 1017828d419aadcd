"""The words that no page of ours says: the product's own list, since the office looks for them too."""

from waylight.guide.words import BANNED, METHODS, SCORES, found

__all__ = ["BANNED", "METHODS", "SCORES", "found"]
