"""Two people for every check, nobody for herself, and what stands against booking."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from tests.cast import a_check, a_practice, a_registration, clara, david, eva, frank
from waylight.people import registrations
from waylight.people.models import RegisterCheck, Registration, Status, Therapist
from waylight.people.registrations import add_registration, confirm_check, record_check, standing
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def a_new(therapist: Therapist, **fields) -> Registration:
    fields = {
        "body": "hcpc",
        "title_used": "Practitioner psychologist",
        "number": "DEMO-77",
        "expires_on": today() + timedelta(days=100),
        "by": eva(),
    } | fields
    return add_registration(therapist, **fields)


@pytest.mark.hazard("H09")
def test_two_people_make_a_registration_count() -> None:
    dr = clara(registered=False)
    entry = a_new(dr)
    assert not dr.is_registered(today())
    check = record_check(entry, by=eva(), status=Status.IN_FORCE, seen_on=today())
    assert not dr.is_registered(today())
    assert standing(dr, today()).reasons == ("HCPC DEMO-77: a second person needs to confirm the check.",)
    confirm_check(check, by=frank())
    assert dr.is_registered(today())
    assert standing(dr, today()).is_bookable


def test_each_step_is_written_in_the_audit_trail() -> None:
    dr = clara(registered=False)
    check = record_check(a_new(dr), by=eva(), status=Status.IN_FORCE, seen_on=today())
    confirm_check(check, by=frank())
    written = AuditEvent.objects.filter(person=str(dr.user_id)).values_list("verb", "actor")
    assert set(written) == {
        ("add-registration", str(eva().pk)),
        ("check-registration", str(eva().pk)),
        ("confirm-registration", str(frank().pk)),
    }


@pytest.mark.hazard("H09")
def test_a_therapist_cannot_check_her_own_registration() -> None:
    dr = clara(registered=False)
    with pytest.raises(registrations.CannotCheckOneself, match="your own"):
        record_check(a_new(dr), by=dr.user, status=Status.IN_FORCE, seen_on=today())


def test_a_therapist_cannot_confirm_her_own_registration() -> None:
    dr = clara(registered=False)
    check = record_check(a_new(dr), by=eva(), status=Status.IN_FORCE, seen_on=today())
    with pytest.raises(registrations.CannotCheckOneself):
        confirm_check(check, by=dr.user)
    assert not dr.is_registered(today())


def test_one_person_cannot_do_both() -> None:
    check = record_check(a_new(clara(registered=False)), by=eva(), status=Status.IN_FORCE, seen_on=today())
    with pytest.raises(registrations.SamePerson, match="second person"):
        confirm_check(check, by=eva())


def test_another_therapist_may_be_the_second_person() -> None:
    check = record_check(a_new(clara(registered=False)), by=eva(), status=Status.IN_FORCE, seen_on=today())
    confirm_check(check, by=david().user)
    assert check.confirmed_by == david().user


def test_a_client_cannot_check_a_register() -> None:
    from tests.cast import ana

    with pytest.raises(registrations.NotStaff):
        record_check(a_new(clara(registered=False)), by=ana().user, status=Status.IN_FORCE, seen_on=today())


def test_nobody_has_looked_at_a_register_tomorrow() -> None:
    with pytest.raises(registrations.SeenInFuture):
        record_check(
            a_new(clara(registered=False)),
            by=eva(),
            status=Status.IN_FORCE,
            seen_on=today() + timedelta(days=1),
        )


def test_a_superseded_check_cannot_be_confirmed() -> None:
    entry = a_new(clara(registered=False))
    old = record_check(entry, by=eva(), status=Status.IN_FORCE, seen_on=today())
    record_check(entry, by=eva(), status=Status.SUSPENDED, seen_on=today())
    with pytest.raises(registrations.SupersededCheck, match="newer"):
        confirm_check(old, by=frank())


def test_a_check_is_confirmed_once() -> None:
    check = record_check(a_new(clara(registered=False)), by=eva(), status=Status.IN_FORCE, seen_on=today())
    confirm_check(check, by=frank())
    with pytest.raises(registrations.AlreadyConfirmed):
        confirm_check(check, by=david().user)


def test_a_number_stands_once_on_a_register() -> None:
    a_new(clara(), number="demo-77")
    with pytest.raises(registrations.AlreadyRegistered):
        a_new(david(), number="DEMO-77 ")


def test_a_body_that_nobody_knows_is_refused() -> None:
    with pytest.raises(registrations.UnknownBody):
        a_new(clara(), body="certificate")


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.CONDITIONS, Status.LAPSED, Status.NOT_FOUND])
@pytest.mark.hazard("H09")
def test_a_concern_counts_at_once_though_nobody_confirmed_it(status: str) -> None:
    dr = clara()
    record_check(dr.registrations.get(), by=eva(), status=status, seen_on=today())
    assert not dr.is_registered(today())
    assert not Therapist.objects.shown(today()).filter(pk=dr.pk).exists()
    assert "the register shows" in standing(dr, today()).why_not or status == Status.NOT_FOUND


def test_one_person_alone_cannot_lay_a_concern() -> None:
    dr = clara()
    a_check(a_registration(dr, body="bacp"))
    entry = dr.registrations.get(body="hcpc")
    record_check(entry, by=eva(), status=Status.SUSPENDED, seen_on=today())
    check = record_check(entry, by=eva(), status=Status.IN_FORCE, seen_on=today())
    assert not dr.is_registered(today())
    confirm_check(check, by=frank())
    assert dr.is_registered(today())


def test_an_expired_registration_says_since_when() -> None:
    dr = clara(registered=False)
    a_check(a_registration(dr, number="DEMO-9", expires_on=today() - timedelta(days=1)))
    reason = standing(dr, today()).why_not
    assert reason.startswith("HCPC DEMO-9: it ran out on ")
    assert not dr.is_registered(today())


def test_a_registration_counts_on_its_last_day() -> None:
    dr = clara(registered=False)
    a_check(a_registration(dr, expires_on=today()))
    assert dr.is_registered(today())
    assert not dr.is_registered(today() + timedelta(days=1))


@pytest.mark.hazard("H09")
def test_nobody_without_a_registration_can_be_booked() -> None:
    assert standing(clara(registered=False), today()).why_not == "There is no registration."


def test_a_renewed_date_is_taken_over_when_the_second_person_saw_it_too() -> None:
    dr = clara(registered=False)
    entry = a_registration(dr, expires_on=today() - timedelta(days=3))
    later = today() + timedelta(days=700)
    check = record_check(entry, by=eva(), status=Status.IN_FORCE, seen_on=today(), expires_on=later)
    assert not dr.is_registered(today())
    confirm_check(check, by=frank())
    entry.refresh_from_db()
    assert entry.expires_on == later
    assert dr.is_registered(today())


HISTORIES = list(product([(s, c) for s in ("in force", "suspended") for c in (True, False)], repeat=3))


@pytest.mark.parametrize("history", HISTORIES, ids=str)
def test_the_words_say_what_the_rows_decide(history) -> None:
    dr = clara(registered=False)
    entry = a_registration(dr)
    for status, confirmed in history:
        a_check(entry, status=status, confirmed=confirmed)
    assert standing(dr, today()).is_bookable == dr.is_registered(today())


def test_the_words_say_what_the_rows_decide_of_two_registrations() -> None:
    dr = clara()
    lapsed = a_registration(dr, body="bacp", expires_on=today() - timedelta(days=5))
    assert standing(dr, today()).is_bookable
    assert dr.is_registered(today())
    a_check(lapsed, status=Status.CONDITIONS)
    assert not standing(dr, today()).is_bookable
    assert not dr.is_registered(today())


def test_only_the_newest_unconfirmed_check_waits_for_a_second_person() -> None:
    entry = a_registration(clara(registered=False))
    a_check(entry, confirmed=False)
    newest = a_check(entry, confirmed=False)
    assert list(RegisterCheck.objects.to_confirm()) == [newest]


def test_registrations_that_nobody_looked_up_lately_are_due() -> None:
    a_practice(register_recheck_days=31)
    never = a_registration(clara(registered=False))
    fresh, old = a_registration(david(registered=False)), a_registration(david(), body="bacp")
    a_check(fresh, seen_on=today() - timedelta(days=30))
    a_check(old, seen_on=today() - timedelta(days=31))
    assert set(registrations.due_for_recheck(today())) == {never, old}


def test_what_runs_out_within_thirty_days_is_told() -> None:
    dr = clara(registered=False)
    soon = a_registration(dr, expires_on=today() + timedelta(days=30))
    gone = a_registration(dr, expires_on=today() - timedelta(days=2))
    a_registration(dr, expires_on=today() + timedelta(days=31))
    assert list(registrations.expiring(today())) == [gone, soon]


def test_the_standing_of_a_prefetched_list_costs_no_more_queries(django_assert_num_queries) -> None:
    clara(), david()
    rows = list(Therapist.objects.prefetch_related("registrations__checks"))
    with django_assert_num_queries(0):
        assert all(standing(row, today()).is_bookable for row in rows)
