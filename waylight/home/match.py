"""Who could meet somebody who asked: gathers the values for the pure `intake.matching`, and puts names to what it finds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext

from waylight.booking import free
from waylight.booking.models import Kind
from waylight.intake import matching
from waylight.intake.models import AgeBand, Enquiry
from waylight.people.models import Therapist
from waylight.practice.models import Practice


@dataclass(frozen=True)
class Row:
    """A therapist beside an enquiry: what fits, what does not, the next free time."""

    therapist: Therapist
    candidate: matching.Candidate

    @property
    def fits(self) -> list[str]:
        return self._said(self.candidate.fits)

    @property
    def lacks(self) -> list[str]:
        return self._said(self.candidate.lacks)

    def _said(self, words: Iterable[str]) -> list[str]:
        return [gettext(each).format(places=self.candidate.free_places) for each in words]


def candidates(enquiry: Enquiry, now: datetime) -> list[Row]:
    """Every therapist who works here, those who fit best first."""
    practice = Practice.current()
    today = practice.date_at(now)
    here = Therapist.objects.filter(user__is_active=True).annotate(
        cared_for=Count("episodes", filter=Q(episodes__ends_on=None))
    )
    therapists = {therapist.pk: therapist for therapist in here}
    registered = set(Therapist.objects.registered(today).values_list("pk", flat=True))
    times = free.next_free(therapists.values(), Kind.FIRST_TALK, now=now)
    values = [
        matching.Free(
            therapist_id=pk,
            slug=therapist.slug,
            languages=tuple(therapist.languages),
            countries=tuple(therapist.countries),
            free_places=max(0, therapist.places - therapist.cared_for),
            next_free_at=times[pk],
            is_registered=pk in registered,
        )
        for pk, therapist in therapists.items()
    ]
    found = matching.candidates(_wish(enquiry), values, minimum_age=practice.minimum_age)
    return [Row(therapists[one.therapist_id], one) for one in found]


def _wish(enquiry: Enquiry) -> matching.Wish:
    return matching.Wish(
        country=enquiry.country,
        youngest=AgeBand(enquiry.age_band).youngest,
        language=enquiry.preferences.get("language", ""),
        therapist=enquiry.preferences.get("therapist", ""),
    )
