"""Loads the demonstration practice through the same verbs that its people use. Doing it twice changes nothing."""

from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils import timezone

from waylight.accounts import invitations
from waylight.accounts.accounts import open_account
from waylight.accounts.models import Role, User
from waylight.booking import hours
from waylight.intake import consents, enquiries
from waylight.intake.models import Enquiry
from waylight.notifications.models import Notification, State
from waylight.operations.demo import (
    between,
    goals,
    group,
    guide,
    helplines,
    history,
    measured,
    opening,
    systems,
    times,
)
from waylight.operations.demo.people import COLLEAGUES, ENQUIRIES, MANAGERS, Colleague
from waylight.people import registrations, therapists
from waylight.people.models import Client, Status, Therapist
from waylight.practice import deadlines
from waylight.practice.models import Practice
from waylight.practice.publish import publish, save_settings


@transaction.atomic
def load() -> bool:
    """Makes Larkfield, or on a later day what is missing there; says whether there was anything to make."""
    publish()
    if Therapist.objects.exists():
        opening.open_doors()
        return any([history.carry_on(), group.write(User.objects.get(email=MANAGERS[0][0]))])
    save_settings(_settings(Practice.current()), by="worker")
    consents.publish_texts()
    managers = [_manager(email, name) for email, name in MANAGERS]
    for colleague in COLLEAGUES:
        _bring_in(colleague, managers)
    times.open_hours()
    history.write(managers)
    times.write(managers)
    _write_what_happened_between(managers)
    group.write(managers[0])
    guide.check_and_publish(*managers)
    helplines.check(*managers)
    opening.open_doors()
    arrived = [
        enquiries.enquire(**said, by=managers[0] if "source" in said else "visitor") for said in ENQUIRIES
    ]
    _let_it_wait(arrived[0][0])
    # The mailbox begins empty: it shows what the visitor of the demonstration sets off.
    Notification.objects.filter(state__in=[State.QUEUED, State.BY_HAND]).delete()
    times.remind()
    return True


def _write_what_happened_between(managers: list[User]) -> None:
    """Exercises, goals, measures, and a system that may read."""
    ana, ben = (Client.objects.get(user__email=f"{name}@example.org") for name in ("ana", "ben"))
    clara, david = (Therapist.objects.get(slug=slug) for slug in ("clara-vale", "david-osei"))
    measured.name_deputies(managers)
    between.write(ana, clara, managers[0])
    between.write_for_ben(ben, david)
    goals.write(ana, clara)
    measured.write(ana, clara)
    measured.say_how_sessions_felt(ana, ben, managers[0])
    systems.authorise(managers[0])


def _let_it_wait(enquiry: Enquiry) -> None:
    """As if it had come as long ago as it can have, with its answer still within the promise."""
    now = timezone.now()
    earlier = [now - timedelta(hours=hours) for hours in range(0, 120, 6)]
    received_at = min(at for at in earlier if deadlines.answer_due_at(at) > now)
    due_at = deadlines.answer_due_at(received_at)
    Enquiry.objects.filter(pk=enquiry.pk).update(received_at=received_at, answer_due_at=due_at)


def _settings(practice: Practice) -> Practice:
    practice.name = practice.neutral_name = "Larkfield"
    practice.countries = ["GB", "IE"]
    practice.telephone, practice.email = "01632 960142", "hello@example.org"
    practice.minimum_notice_hours = 1
    practice.reads_within_working_days = measured.READ_WITHIN
    return practice


def _manager(email: str, name: str) -> User:
    user = open_account(email, Role.MANAGER, by="worker", name=name)
    _give_second_factor(user)
    return user


def _bring_in(colleague: Colleague, managers: list[User]) -> None:
    eva, frank = managers
    therapist = therapists.add(
        name=colleague.name,
        title=colleague.title,
        email=f"{colleague.slug}@example.org",
        zone=colleague.zone,
        about=colleague.about,
        approaches=colleague.approaches,
        languages=colleague.languages,
        countries=colleague.countries,
        places=colleague.places,
        by=eva,
    )
    invitations.use(therapist.user)
    _give_second_factor(therapist.user)
    for weekday in colleague.days:
        hours.open_weekly(
            therapist, weekday=weekday, opens_at=colleague.opens_at, closes_at=colleague.closes_at, by=eva
        )
    _register(therapist, colleague, eva, frank)


def _register(therapist: Therapist, colleague: Colleague, eva: User, frank: User) -> None:
    today = timezone.localdate()
    is_lapsed = colleague.standing == "lapsed"
    registration = registrations.add_registration(
        therapist,
        body=colleague.body,
        title_used=colleague.register_title,
        number=colleague.number,
        expires_on=today - timedelta(days=9) if is_lapsed else today + timedelta(days=240),
        by=eva,
    )
    seen_on = today - timedelta(days=40 if is_lapsed else 6)
    check = registrations.record_check(registration, by=eva, status=Status.IN_FORCE, seen_on=seen_on)
    if colleague.standing != "unconfirmed":
        registrations.confirm_check(check, by=frank)
    if colleague.standing == "sound":
        therapists.publish(therapist, by=eva)


def _give_second_factor(user: User) -> None:
    TOTP.activate(user, generate_totp_secret())
