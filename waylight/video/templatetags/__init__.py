"""What the pages of a room show of a dropped line."""
