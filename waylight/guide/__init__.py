"""The public site: what self-harm is, when to seek help, how therapy helps, for families, and how this practice works.

Pages are Markdown files in `pages/`, with author, sources and the date of the next review. Another difficulty that a
practice treats is another set of pages, not other code. What is not here: who somebody is, and crisis numbers (`crisis`).
"""
