"""Pages of the client, of the therapist, and of the office."""
