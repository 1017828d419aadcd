"""The way in, in two files: the enquiry, and the papers that follow."""

from waylight.intake.models.enquiries import AgeBand, Decline, Enquiry, ForWhom, Source, Withdrawal, digest_of
from waylight.intake.models.papers import Consent, ConsentText, IntakeForm

__all__ = [
    "AgeBand",
    "Consent",
    "ConsentText",
    "Decline",
    "Enquiry",
    "ForWhom",
    "IntakeForm",
    "Source",
    "Withdrawal",
    "digest_of",
]
