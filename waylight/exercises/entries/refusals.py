"""Why something could not be done with an entry."""

from waylight.ui.refusals import Refusal


class NotYours(Refusal):
    """Only the person who wrote this may do that."""


class NotForYouYet(Refusal):
    """This exercise is started together with your therapist first."""


class AlreadyShared(Refusal):
    """You have shared this. To change it, take the sharing back first."""


class AlreadyRead(Refusal):
    """This was read. It can no longer be taken back or changed."""


class WrittenElsewhere(Refusal):
    """You also wrote here in another window or on another device. Go on, and both are kept."""


class TooLong(Refusal):
    """This entry is too long to keep. Your words are still here. Begin a new entry for some of them."""


class NotFinishedYet(Refusal):
    """Some pages are still open. Have a look at them first."""


class NobodyToRead(Refusal):
    """You have no therapist here at the moment, so nobody could read it."""
