"""A plan is written by two, approved by one; what was approved stays, and nothing that somebody wrote is lost."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.care.planning import REA, SAFER, STEPS, a_plan, approve, plan, write
from tests.cast import ana, ben, clara, david, eva
from waylight.care.models import SafetyPlan, SafetyPlanVersion
from waylight.care.models.plans import VersionStands
from waylight.care.safety_plans import copies, differences, drafting, phone, showing, versions
from waylight.care.safety_plans.sections import SECTIONS, by_id
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_what_was_written_is_there_again_without_empty_lines() -> None:
    write("by_myself", by_myself=["  A walk ", "", None], barrier="  ")
    assert plan().draft["by_myself"] == {"by_myself": ["A walk"]}


def test_the_words_are_not_in_the_rows() -> None:
    a_plan()
    for row in [*SafetyPlan.objects.values(), *SafetyPlanVersion.objects.values()]:
        assert b"back step" not in b"".join(bytes(v) for v in row.values() if isinstance(v, bytes))


def test_nothing_counts_until_the_client_approves_it() -> None:
    write("by_myself", clara().user, by_myself=STEPS)
    assert versions.current(plan()) is None
    for somebody in (clara().user, david().user, ben().user, eva()):
        with pytest.raises((versions.OnlyTheClient, drafting.NotYours)):
            versions.approve(ana(), by=somebody, was_shown=versions.seen(plan()))
    approve()
    assert versions.current(plan()).content["by_myself"]["by_myself"] == STEPS


def test_nobody_but_client_and_therapist_writes() -> None:
    for somebody in (david().user, ben().user, eva()):
        with pytest.raises(drafting.NotYours):
            write("triggers", somebody, triggers=["x"])
    assert not SafetyPlan.objects.exists()


def test_a_therapist_whose_care_ended_writes_no_more() -> None:
    a_plan()
    ana().episodes.update(ends_on=timezone.localdate())
    with pytest.raises(drafting.NotYours):
        write("triggers", clara().user, triggers=["x"])
    assert not SafetyPlan.objects.visible_to(clara().user).exists()


def test_what_is_approved_is_what_was_shown() -> None:
    a_plan()
    write("triggers", triggers=["Evenings"])
    shown = versions.seen(plan())
    write("triggers", clara().user, triggers=["Evenings", "Sundays"])
    with pytest.raises(versions.ChangedMeanwhile):
        versions.approve(ana(), by=ana().user, was_shown=shown)
    assert versions.current(plan()).number == 1


def test_without_a_change_there_is_nothing_to_approve_or_propose() -> None:
    a_plan()
    with pytest.raises(versions.NothingChanged):
        approve()
    with pytest.raises(versions.NothingChanged):
        versions.propose(ana(), by=clara().user)


def test_a_version_says_what_changed_and_by_whom() -> None:
    a_plan()
    write("by_myself", clara().user, by_myself=STEPS[1:])
    write("by_myself", by_myself=[*STEPS[1:], "Tea"])
    versions.propose(ana(), by=clara().user)
    version = approve()
    newest = versions.history(plan(), by=ana().user)[0]
    change = newest.changes[0]
    assert (change.added, change.removed) == (["Tea"], [STEPS[0]])
    assert change.writers == ("Dr Clara Demo", "")
    assert version.proposed_by == clara().user
    assert plan().proposed_at is None
    assert versions.pending(plan(), version) == []


def test_only_a_therapist_proposes_and_sets_dates() -> None:
    write("triggers", triggers=["Evenings"])
    with pytest.raises(drafting.ForTheirTherapist):
        versions.propose(ana(), by=ana().user)
    with pytest.raises(drafting.ForTheirTherapist):
        drafting.set_dates(ana(), review_on=timezone.localdate(), discussed_on=None, by=ana().user)


def test_a_version_stays_as_it_was_approved() -> None:
    version = a_plan()
    version.content = {"by_myself": {"by_myself": ["Other"]}}
    with pytest.raises(VersionStands):
        version.save()
    assert SafetyPlanVersion.objects.get().content["by_myself"]["by_myself"] == STEPS


def test_no_version_is_skipped_doubled_or_approved_by_another() -> None:
    first = a_plan()
    now = timezone.now()
    fields = {"plan": first.plan, "approved_at": now}
    for number, user in ((3, ana().user), (1, ana().user), (2, clara().user)):
        with pytest.raises(VersionStands):
            SafetyPlanVersion(number=number, approved_by=user, **fields).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyPlanVersion.objects.bulk_create([SafetyPlanVersion(number=1, approved_by=ana().user, **fields)])
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyPlanVersion.objects.filter(pk=first.pk).update(number=0)


def test_two_people_at_once_lose_nothing() -> None:
    a_plan()
    hers, theirs = uuid.uuid4(), uuid.uuid4()
    section, revision = by_id()["triggers"], 0
    common = {"revision": revision}
    drafting.write_section(
        ana(), section, {"triggers": ["Sundays"]}, by=clara().user, window=theirs, **common
    )
    drafting.write_section(ana(), section, {"triggers": ["Evenings"]}, by=ana().user, window=hers, **common)
    assert plan().draft["triggers"] == {"triggers": ["Sundays"]}
    assert plan().aside["triggers"][str(hers)]["content"] == {"triggers": ["Evenings"]}
    with pytest.raises(versions.TwoTexts):
        approve()
    drafting.settle(ana(), section, str(hers), "both", by=ana().user)
    assert plan().draft["triggers"] == {"triggers": ["Sundays", "Evenings"]}
    assert drafting.waiting(plan()) == set()
    assert versions.pending(plan(), versions.current(plan()))[0].writers == ("Dr Clara Demo", "")


@pytest.mark.parametrize(("how", "left"), [("that", ["Evenings"]), ("this", ["Sundays"]), ("", ["Sundays"])])
def test_one_may_choose_one_of_the_two_texts(how: str, left: list[str]) -> None:
    section, window = by_id()["triggers"], uuid.uuid4()
    write("triggers", clara().user, triggers=["Sundays"])
    drafting.write_section(
        ana(), section, {"triggers": ["Evenings"]}, by=ana().user, window=window, revision=0
    )
    for _ in range(2):  # the second time there is nothing to settle
        drafting.settle(ana(), section, str(window), how, by=ana().user)
    assert plan().draft["triggers"] == {"triggers": left}


def test_the_same_window_goes_on_writing_with_the_revision_it_was_shown() -> None:
    window = uuid.uuid4()
    for words in ("S", "Su", "Sun"):
        drafting.write_section(
            ana(), by_id()["triggers"], {"triggers": [words]}, by=ana().user, window=window, revision=0
        )
    assert plan().draft["triggers"] == {"triggers": ["Sun"]}
    assert not drafting.waiting(plan())


def test_an_earlier_version_comes_back_as_a_draft_and_what_was_unapproved_is_kept() -> None:
    a_plan()
    write("by_myself", by_myself=["Tea"])
    approve()
    write("by_myself", clara().user, by_myself=["Tea", "Rain on the window"])
    versions.restore(ana(), 1, by=ana().user)
    assert plan().draft["by_myself"] == {"by_myself": STEPS}
    assert versions.current(plan()).content["by_myself"] == {"by_myself": ["Tea"]}
    waiting = next(iter(plan().aside["by_myself"].values()))
    assert waiting == {"content": {"by_myself": ["Tea", "Rain on the window"]}, "writer": "Dr Clara Demo"}


def test_changing_back_leaves_nothing_to_approve() -> None:
    version = a_plan()
    write("triggers", triggers=["x"])
    write("triggers", triggers=[])
    assert versions.pending(plan(), version) == []


def test_another_order_is_a_change_that_says_so() -> None:
    before = {"by_myself": {"by_myself": STEPS}}
    (change,) = differences.between(before, {"by_myself": {"by_myself": STEPS[::-1]}})
    assert change.is_order_alone


def test_every_section_is_read_as_it_is_written() -> None:
    """No kind of part is forgotten when a plan is shown, compared or joined."""
    for section in SECTIONS:
        written = {part.id: a_value(part) for part in section.parts}
        assert showing.show(section, written).lines
        assert differences.between({}, {section.id: written})[0].added
        assert differences.joined(section, written, written) == written
        assert differences.joined(section, {}, written) == written


def a_value(part):
    kinds = {"lines": ["a", "b"], "rows": [{"name": "Rea"}], "words": "a\nb"}
    return kinds.get(part.kind) or [part.options[0][0]]


@pytest.mark.parametrize(
    ("phone_number", "tel"),
    [
        ("07700 900101", "tel:07700900101"),
        ("+353 (1) 555-0101", "tel:+35315550101"),
        ("ask Dad", ""),
        ("", ""),
    ],
)
def test_a_number_as_typed_can_be_dialled(phone_number: str, tel: str) -> None:
    assert showing.Person("Rea", phone_number).tel == tel


@pytest.mark.hazard("H05")
def test_the_first_four_lines_are_steps_then_people() -> None:
    content = {"by_myself": {"by_myself": STEPS}, "ask_for_help": {"ask_for_help": [REA]}}
    assert showing.first_lines(content) == [*STEPS, "Rea 07700 900101"]
    assert len(showing.first_lines({"by_myself": {"by_myself": STEPS * 3}})) == 4


@pytest.mark.hazard("H05", "H06")
def test_the_phone_gets_the_version_in_force_without_the_private_part() -> None:
    version = a_plan()
    write("triggers", triggers=["Not approved"])
    copy = phone.copy(plan(), version, by=ana().user)
    assert copy["steps"] == STEPS
    assert copy["people"] == [
        {"name": "Rea", "phone": "07700 900101", "note": "sister, knows about this plan"}
    ]
    assert SAFER not in str(copy)
    assert "Not approved" not in str(copy)
    assert copy["tag"] == ana().user.device_tag != ben().user.device_tag
    assert str(ana().user.pk) not in copy["tag"]


def test_nobody_notes_when_a_client_reads_their_own_plan() -> None:
    """R-2.5: whether somebody uses their plan is not watched."""
    version = a_plan()
    drafting.open_plan(ana(), by=ana().user)
    versions.history(plan(), by=ana().user)
    versions.read(plan(), version.number, by=ana().user)
    copies.held(plan(), version, by=ana().user)
    assert not AuditEvent.objects.filter(verb__startswith="read-plan").exists()


def test_each_act_and_each_reading_by_somebody_else_leaves_a_trace() -> None:
    a_plan()
    drafting.open_plan(ana(), by=clara().user)
    versions.history(plan(), by=clara().user)
    versions.read(plan(), 1, by=clara().user)
    versions.restore(ana(), 1, by=ana().user)
    verbs = set(AuditEvent.objects.filter(person=str(ana().pk)).values_list("verb", flat=True))
    assert {
        "save-plan-part",
        "approve-plan",
        "read-plan",
        "read-plan-history",
        "read-plan-version",
        "restore-plan",
    } <= verbs
