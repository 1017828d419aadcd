"""Wiring only: settings, addresses and the server's entry. Nothing here knows what a practice is."""
