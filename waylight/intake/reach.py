"""Ways to reach somebody: e-mail addresses and telephone numbers, checked and written in one form. Pure."""

import re
import unicodedata

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType, ValidationResult

from waylight.ui.refusals import Refusal

EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")


class NotReachable(Refusal):
    """Nobody can be reached at this address."""


def normalised(channel: str, address: str, country: str) -> str:
    """The address as messages are sent to it: an e-mail address, or a number in E.164 form ("+441632960123").

    A number without a country code is read as one of `country` (ISO 3166-1). Raises NotReachable with a sentence.
    """
    # An address copied from a page in Arabic or Hebrew carries invisible marks of direction.
    visible = "".join(mark for mark in address if unicodedata.category(mark) != "Cf").strip()
    return _email(visible) if channel == "email" else _number(channel, visible, country)


def _email(address: str) -> str:
    if len(address) > 254 or not EMAIL.fullmatch(address) or ".." in address:
        raise NotReachable(_("Write the email like name@example.com."))
    return address


def _number(channel: str, address: str, country: str) -> str:
    wrong = _("Write the number as you dial it. From another country, start with + and the country code.")
    try:
        number = phonenumbers.parse(address, country)
    except NumberParseException as error:
        raise NotReachable(wrong) from error
    # Lengths are known for every country; which numbers are in use is not, so a new range is never refused.
    if (
        phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE
        or number.extension
    ):
        raise NotReachable(wrong)
    kind = phonenumbers.number_type(number)
    # Whoever owns such a number earns by each message that goes there by itself.
    if kind == PhoneNumberType.PREMIUM_RATE:
        raise NotReachable(_("It costs extra to reach this number. Write another one."))
    if channel == "sms" and kind == PhoneNumberType.FIXED_LINE:
        raise NotReachable(
            _("This looks like a landline, which gets no texts. Write a mobile number, or choose a call.")
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
