"""What happened at Larkfield before today: two clients with a past, and something to do today."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from waylight.accounts import invitations, pins
from waylight.accounts.accounts import open_account
from waylight.accounts.models import Role, User
from waylight.booking.models import Appointment, Kind, Status
from waylight.care import closing, notes
from waylight.care.models import Ending, TakeAway
from waylight.intake import consents, papers
from waylight.intake.models import ConsentText
from waylight.operations.demo import plan
from waylight.people import clients, contacts, episodes
from waylight.people.models import Client, EpisodeOfCare, Therapist

PIN = "274915"  # Ana's and Ben's, shown on the demonstration's first page
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
TO_GET_READY = 10 * MINUTE  # from now to the session that can be joined; its room is open already
BY_ITSELF = "worker"  # who booked that session
WEEK = timedelta(days=7)
# Of Ana's sessions, so many weeks ago; the longest ago is the first talk.
TAKE_AWAYS = {
    9: "You can wait one breath before you answer. Only one.",
    8: "Write down when it comes. Not why, only when.",
    6: "The thought can be there, and you can be in the kitchen.",
    5: "One message to Rea, before it is late. It may be one word.",
    3: "Outside once a day. To the corner counts.",
    1: "When it gets loud, go to another room first. Then decide.",
}


def write(managers: list[User]) -> None:
    clara = Therapist.objects.get(slug="clara-vale")
    david = Therapist.objects.get(slug="david-osei")
    ana = _client("ana@example.org", "Ana", clara, managers[0])
    ben = _client("ben@example.org", "Ben", david, managers[0])
    now = timezone.now().replace(second=0, microsecond=0)
    start = now.replace(minute=0)
    for weeks, take_away in TAKE_AWAYS.items():
        kind = Kind.FIRST_TALK if weeks == max(TAKE_AWAYS) else Kind.SESSION
        _session(ana, clara, start - weeks * WEEK, kind, take_away)
    _appointment(ana, clara, start - timedelta(hours=3), Kind.SESSION)
    coming = _appointment(ana, clara, start + timedelta(days=1, hours=2), Kind.SESSION)
    coming.topic = "The thing with my sister. And sleep."
    coming.save()
    _meet_now(ana, clara)
    _session(ben, david, start - 2 * WEEK, Kind.FIRST_TALK, "Write down one thing that went all right today.")
    _appointment(ben, david, start + timedelta(days=2), Kind.SESSION)
    _papers(ana)
    plan.write(ana, clara)


def carry_on() -> bool:
    """On a later day nothing is booked any more: then there is something again. Says whether anything was missing."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    missing = [
        client
        for client in Client.objects.filter(user__email__in=["ana@example.org", "ben@example.org"])
        if not Appointment.objects.upcoming(timezone.now()).filter(client=client).exists()
    ]
    for client in missing:
        episode = client.episodes.open().select_related("therapist").first()
        if episode is not None:
            _beside(client, episode.therapist, start - 3 * HOUR, step=-HOUR)
            _beside(client, episode.therapist, start + 26 * HOUR, step=HOUR)
    ana = Client.objects.filter(user__email="ana@example.org").first()
    episode = ana.episodes.open().select_related("therapist").first() if ana is not None else None
    return bool(episode is not None and _meet_now(episode.client, episode.therapist)) or bool(missing)


def _meet_now(client: Client, therapist: Therapist) -> bool:
    """A session whose room is open, so that two windows can meet in it; on a later day the one that nobody came to, anew."""
    now = timezone.now().replace(second=0, microsecond=0)
    starts_at, ends_at = now + TO_GET_READY, now + TO_GET_READY + 50 * MINUTE
    standing = Appointment.objects.standing().filter(Q(client=client) | Q(therapist=therapist))
    left = standing.filter(client=client, status=Status.BOOKED, booked_by=BY_ITSELF, room=None)
    if standing.between(now - 10 * MINUTE, ends_at).exists():
        return False
    row = left.first() or _appointment(client, therapist, starts_at, Kind.SESSION)
    row.starts_at, row.ends_at, row.booked_by = starts_at, ends_at, BY_ITSELF
    row.topic = "The evening after my sister rang. And how I stayed in the kitchen."
    row.save()
    return True


def _beside(client: Client, therapist: Therapist, starts_at: datetime, *, step: timedelta) -> None:
    """A session then, or as many steps away as it takes until neither of them has another."""
    standing = Appointment.objects.standing().filter(Q(client=client) | Q(therapist=therapist))
    while standing.between(starts_at, starts_at + HOUR).exists():
        starts_at += step
    _appointment(client, therapist, starts_at, Kind.SESSION)


def _client(email: str, name: str, therapist: Therapist, by: User) -> Client:
    user = open_account(email, Role.CLIENT, by=by)
    contact = {"channel": "email", "address": email, "seen_by": "Nobody else", "may_leave_message": False}
    client = clients.admit(
        user.pk, name=name, contact=contact, country="GB", age_band="25 or over", zone="Europe/London", by=by
    )
    client.user = user
    client.contact = contact | {"telephone": "+447700900151"}
    client.save()
    invitations.invite(user, by=by, person_id=client.pk)
    invitations.use(user)
    pins.keep(user, PIN)
    episode = episodes.open_episode(client, therapist, by=by, on=timezone.localdate())
    EpisodeOfCare.objects.filter(pk=episode.pk).update(starts_on=timezone.localdate() - 10 * WEEK)
    for text in ConsentText.objects.current():
        consents.give(client, text, text.purpose != "doctor", by=user)
    return client


def _appointment(client: Client, therapist: Therapist, starts_at: datetime, kind: str) -> Appointment:
    """The past cannot be booked, so this row is written as it would stand."""
    minutes = 20 if kind == Kind.FIRST_TALK else 50
    return Appointment.objects.create(
        client=client,
        therapist=therapist,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        booked_at=starts_at - WEEK,
        booked_by=str(client.user_id),
    )


def _session(client: Client, therapist: Therapist, starts_at: datetime, kind: str, take_away: str) -> None:
    appointment = _appointment(client, therapist, starts_at, kind)
    parts = {
        "worked_on": "The loop of relief: what comes before, what it does, what it costs.",
        "safety_talked": True,
        "plan_changed": "Nothing changed.",
        "next_step": "Try the take-away twice. Talk about how it went.",
        "take_away": take_away,
        "ending": Ending.TOOK_PLACE,
        "reason": "",
        "done_instead": "",
    }
    notes.save_draft(notes.open_note(appointment, by=therapist.user), parts, by=therapist.user)
    closing.close_session(appointment, by=therapist.user, ending=Ending.TOOK_PLACE, take_away=take_away)
    TakeAway.objects.filter(appointment=appointment).update(given_at=appointment.ends_at)


def _papers(client: Client) -> None:
    about = {
        "full_name": "Ana Example",
        "called": "Ana",
        "telephone": "07700 900151",
        "easier": "Short silences are fine.",
    }
    papers.save(client, "about", about, is_finished=True, by=client.user)
    for name, relation, telephone, may_call in (
        ("Rea", "Sister", "07700 900101", True),
        ("Petros", "Father", "", False),
    ):
        contacts.add_contact(
            client, name=name, relation=relation, telephone=telephone, may_call=may_call, by=client.user
        )
