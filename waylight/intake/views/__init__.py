"""Pages of the way in: asking, following what one asked, the papers."""
