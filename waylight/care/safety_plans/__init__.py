"""The safety plan: written together, in force as the client approved it, kept where the client wants (REQUIREMENTS 2).

Never a condition for anything (N7): no other part of the product asks whether there is one.
"""
