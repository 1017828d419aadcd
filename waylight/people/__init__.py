"""Clients, therapists and their registrations, and episodes of care, on which all access to clinical data rests."""
