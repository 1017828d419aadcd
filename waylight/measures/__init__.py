"""Outcome measures: questionnaires as published, the answers of a client, and their totals. They serve the conversation.

Nothing here ranks, colours or predicts (REQUIREMENTS N1): a total is a number beside the words it was made of. An answer that
somebody needs to read goes to a person (people.reading), whatever the total.
"""
