"""FHIR R4, to read only: a client's own data for the client, and what was shared for a system that the client allowed.

One small module for each resource (`resources/`). There is no RiskAssessment, and nothing here can be written.
"""
