"""Pages made of several parts: a client's today, a therapist's day, a client's page, the office."""
