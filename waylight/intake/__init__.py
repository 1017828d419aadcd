"""The way in: enquiry, intake form, consent. Not for matching pages or offers, which need more than this package knows."""
