"""Pages about people: whom one might meet, and what somebody needs to read."""
