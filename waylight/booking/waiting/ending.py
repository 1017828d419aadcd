"""How an offer ends when its time is not taken: the time is free again, and so is the place that came with it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from waylight.booking import scheduling
from waylight.booking.models import Answer, Appointment, TimeOffer
from waylight.booking.scheduling import actor
from waylight.booking.waiting import telling
from waylight.people import episodes
from waylight.practice.models import Practice
from waylight.privacy import audit

VERBS = {
    Answer.TAKEN: "take-offered-time",
    Answer.NOT_WANTED: "decline-offered-time",
    Answer.RAN_OUT: "let-offered-time-run-out",
    Answer.WITHDRAWN: "withdraw-offered-time",
}


def end(offer: TimeOffer, answer: Answer, *, by: Any, now: datetime | None = None) -> bool:
    """Notes the answer, once: says whether it was this call that did. Part of the act's own transaction."""
    now = now or timezone.now()
    mine = TimeOffer.objects.open().filter(pk=offer.pk).update(answered_at=now, answer=answer)
    if not mine:
        return False
    offer.answered_at, offer.answer = now, answer
    telling.take_back(offer)
    audit.record(VERBS[answer], by=actor(by), person=offer.entry.person_id, about=offer)
    if answer != Answer.TAKEN:
        if offer.hold is not None:
            scheduling.release(offer.hold)
        _end_care(offer, now)
    return True


def _end_care(offer: TimeOffer, now: datetime) -> None:
    """Care that began with the offer ends with it, unless something was booked meanwhile: nobody keeps a place by silence."""
    episode = offer.episode if offer.episode is not None and offer.episode.ends_on is None else None
    if episode is None:
        return
    together = Appointment.objects.standing().filter(client=episode.client_id, therapist=episode.therapist_id)
    if not together.exists():
        today = Practice.current().date_at(now)
        episodes.end_episode(episode, by="worker", on=max(today, episode.starts_on))
