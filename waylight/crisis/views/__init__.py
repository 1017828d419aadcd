"""Help now, Ten minutes, the way off the site, and what lets pages open without a signal."""
