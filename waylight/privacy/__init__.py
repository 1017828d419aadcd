"""Keeps what people write theirs: encryption with two keys a person, the audit trail, idempotency, privacy declarations.

An engine without pages: it knows neither roles nor clients, and keeps people and actors as text ids.
"""
