"""The public pages, and the office in which they are written, checked and published."""
