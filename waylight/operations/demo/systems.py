"""A system outside that Larkfield lets read by FHIR. Ana sees it among hers, and has not allowed it."""

from datetime import timedelta

from django.utils import timezone

from waylight.accounts.models import User
from waylight.fhir import systems
from waylight.fhir.models import System, Token
from waylight.operations.demo import ago

LASTS = 365  # days


def authorise(manager: User) -> None:
    """The secret of its token is thrown away here, so nobody can use it."""
    system = systems.authorise(
        "Greenfield surgery",
        "So that your doctor sees when you have appointments here, and with whom.",
        ["Appointment", "Patient", "Practitioner"],
        by=manager,
    )
    systems.make_token(system, LASTS, by=manager)
    then = ago.at(25, "11:00")
    System.objects.filter(pk=system.pk).update(authorised_at=then)
    Token.objects.filter(system=system).update(
        made_at=then, expires_at=then + timedelta(days=LASTS), used_on=timezone.localdate()
    )
