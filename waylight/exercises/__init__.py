"""Practice between meetings: the library of exercises, assignments, and entries that are private until shared."""
