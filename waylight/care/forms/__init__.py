"""What is written into the record: notes, and the parts of a safety plan."""
