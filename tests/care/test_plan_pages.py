"""The plan's pages as each of the cast meets them."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.care.planning import SAFER, STEPS, a_copy, a_form, a_plan, approve, plan, sent, write
from tests.cast import ana, ben, clara, david, eva
from tests.repository.reading import PRODUCT, own_python, templates, text
from tests.sign_in import signed_in
from waylight.care.safety_plans import drafting, versions
from waylight.care.safety_plans.sections import SECTIONS, by_id
from waylight.crisis import directory
from waylight.people import contacts
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
OWN = ("plan", "plan_parts", "plan_changes", "plan_history", "plan_card", "plan_first_lines", "plan_phone",
       "plan_copies", "plan_new_copy")  # fmt: skip


def page(name: str, *args, by=None) -> str:
    answer = signed_in(by or ana().user).get(reverse(f"care:{name}", args=args))
    assert answer.status_code == 200, name
    return answer.content.decode()


def post(name: str, form: dict, *args, by=None):
    return signed_in(by or ana().user).post(reverse(f"care:{name}", args=args), form)


@pytest.mark.parametrize("section", [section.id for section in SECTIONS])
def test_each_part_says_who_can_read_it_before_anything_is_written(section: str) -> None:
    """REQUIREMENTS N4: also that nobody is told."""
    assert "Only you and your therapist can read this" in page("plan_section", section)


def test_without_a_plan_every_page_opens_and_says_what_it_is_for() -> None:
    for name in OWN:
        assert "<h1>" in page(name)
    assert "begin by yourself" in page("plan")
    assert signed_in(ana().user).get(reverse("care:plan_phone_copy")).status_code == 404


def test_the_plan_stands_behind_the_second_factor() -> None:
    a_plan()
    browser = signed_in(ana().user, unlocked=False)
    for name in (*OWN, "plan_phone_copy"):
        assert browser.get(reverse(f"care:{name}")).status_code == 302


def test_a_browser_keeps_nothing_of_it() -> None:
    a_plan()
    for name in (*OWN, "plan_phone_copy"):
        answer = signed_in(ana().user).get(reverse(f"care:{name}"))
        assert answer["Cache-Control"] == "no-store"


def test_the_outsider_finds_no_plan_and_managers_find_none_at_all() -> None:
    a_plan()
    here = [ana().pk]
    for other in (david().user, eva(), ben().user, ana().user):
        browser = signed_in(other)
        for name in ("client_plan", "client_plan_history"):
            assert browser.get(reverse(f"care:{name}", args=here)).status_code == 404
        assert browser.get(reverse("care:client_plan_version", args=[*here, 1])).status_code == 404
        address = reverse("care:client_plan_section", args=[*here, "triggers"])
        assert browser.get(address).status_code == 404
        assert browser.post(address, a_form("triggers", "Mine")).status_code == 404
        for name in ("client_plan_propose", "client_plan_dates"):
            assert browser.post(reverse(f"care:{name}", args=here), sent()).status_code == 404
    for other in (clara().user, david().user, eva()):
        for name in (*OWN, "plan_phone_copy"):
            assert signed_in(other).get(reverse(f"care:{name}")).status_code == 404
    assert "back step" not in page("plan", by=ben().user)
    assert "triggers" not in plan().draft


def test_the_plan_is_read_with_buttons_to_call_and_text() -> None:
    a_plan()
    shown = page("plan")
    assert 'href="tel:07700900101"' in shown
    assert 'href="sms:07700900101"' in shown
    assert shown.index("Things I can do on my own") < shown.index("People I can ask for help")
    assert "<title>My plan –" in shown


def test_a_part_is_written_line_by_line_and_saved() -> None:
    answer = post("plan_section", a_form("triggers", "Evenings", "", "Sundays"), "triggers")
    assert answer["Location"] == reverse("care:plan_parts")
    assert plan().draft["triggers"] == {"triggers": ["Evenings", "Sundays"]}
    assert "Changed by you" in page("plan_parts")


@pytest.mark.parametrize(
    ("act", "lines", "anchor"),
    [
        ("up:by_myself:2", ["a", "c", "b"], "by_myself-1-line"),
        ("up:by_myself:0", ["a", "b", "c"], "by_myself-0-line"),
        ("down:by_myself:0", ["b", "a", "c"], "by_myself-1-line"),
        ("remove:by_myself:1", ["a", "c"], "removed"),
        ("add:by_myself:0", ["a", "b", "c"], "by_myself-end"),
        ("up:by_myself:99", ["a", "b", "c"], "by_myself-0-line"),
        ("nonsense", ["a", "b", "c"], "-end"),
        ("back", ["a", "b", "c"], "removed"),
    ],
)
def test_lines_are_moved_and_removed_by_buttons_without_a_script(act: str, lines, anchor: str) -> None:
    answer = post("plan_section", a_form("by_myself", "a", "b", "c", "", act=act), "by_myself")
    assert answer["Location"] == f"{reverse('care:plan_section', args=['by_myself'])}#{anchor}"
    assert plan().draft["by_myself"]["by_myself"] == lines


def test_moving_says_where_the_line_is_now() -> None:
    browser = signed_in(ana().user)
    address = reverse("care:plan_section", args=["by_myself"])
    shown = browser.post(address, a_form("by_myself", "a", "b", act="up:by_myself:1"), follow=True)
    assert "Moved to 1." in shown.content.decode()


def test_a_line_that_was_taken_out_can_be_put_back_until_it_is_approved() -> None:
    a_plan()
    here = {"revision": drafting.revision_of(plan(), by_id()["by_myself"])}
    post("plan_section", a_form("by_myself", "a", "b", act="remove:by_myself:0", **here), "by_myself")
    assert "Put it back" in page("plan_section", "by_myself")
    here = {"revision": drafting.revision_of(plan(), by_id()["by_myself"])}
    post("plan_section", a_form("by_myself", "b", "", act="back", **here), "by_myself")
    assert plan().draft["by_myself"]["by_myself"] == ["b", "a"]
    assert "Put it back" not in page("plan_section", "by_myself")
    here = {"revision": drafting.revision_of(plan(), by_id()["by_myself"])}
    post("plan_section", a_form("by_myself", "b", "a", act="remove:by_myself:1", **here), "by_myself")
    approve()
    assert "Put it back" not in page("plan_section", "by_myself")


def test_an_idea_is_taken_over_and_not_offered_again() -> None:
    idea = str(by_id()["by_myself"].ideas[0])
    assert idea in page("plan_section", "by_myself")
    post("plan_section", a_form("by_myself", "Mine", "", act="idea:0"), "by_myself")
    assert plan().draft["by_myself"]["by_myself"] == ["Mine", idea]
    assert 'value="idea:0"' not in page("plan_section", "by_myself")
    needs = str(by_id()["access_needs"].ideas[1])
    form = sent(access_needs="I lip-read.", act="idea:1", window=uuid.uuid4(), revision=0)
    post("plan_section", form, "access_needs")
    assert plan().draft["access_needs"]["access_needs"] == f"I lip-read.\n{needs}"


def test_people_who_may_be_called_are_offered_as_people_to_ask_and_others_are_not() -> None:
    for name, may_call in (("Rea", True), ("Petros", False)):
        contacts.add_contact(
            ana(), name=name, relation="", telephone="07700 900101", may_call=may_call, by=ana().user
        )
    shown = page("plan_section", "ask_for_help")
    assert "Rea" in shown
    assert "Petros" not in shown


def test_no_idea_of_ours_names_a_substitute_that_hurts() -> None:
    """N9. The list of banned words is watched over all of the code; these are harmless elsewhere."""
    ideas = " ".join(str(idea) for section in SECTIONS for idea in section.ideas).lower()
    assert not re.search(r"\b(ice|band|elastic|pen|snap|cold|spicy|pinch|red)\b", ideas)
    assert by_id()["safer_space"].ideas == ()


def test_what_is_too_long_keeps_what_was_typed_and_says_how_long_it_is() -> None:
    answer = post("plan_section", a_form("triggers", "x" * 301, "Sundays"), "triggers")
    shown = answer.content.decode()
    assert "301 characters" in shown
    assert "x" * 301 in shown
    assert 'value="Sundays"' in shown
    assert not plan().draft


def test_a_form_that_was_tampered_with_breaks_nothing() -> None:
    for fields in (
        {"triggers-count": "9999999"},
        {"triggers-count": "-1"},
        {"triggers-count": "x"},
        {"window": "no"},
        {"revision": "no"},
        {"act": "up:others:zero"},
    ):
        assert post("plan_section", a_form("triggers", "a", **fields), "triggers").status_code in {200, 302}
    assert signed_in(ana().user).get(reverse("care:plan_section", args=["nothing"])).status_code == 404


def test_a_form_sent_twice_is_one_act() -> None:
    browser, form = signed_in(ana().user), a_form("triggers", "a", "", act="idea:0")
    address = reverse("care:plan_section", args=["triggers"])
    assert {browser.post(address, form).status_code for _ in range(2)} == {302}
    assert len(plan().draft["triggers"]["triggers"]) == 2
    browser.post(reverse("care:plan_approve"), one := sent(was_shown=versions.seen(plan())))
    browser.post(reverse("care:plan_approve"), one)
    assert versions.current(plan()).number == 1


def test_typing_is_saved_as_it_goes_on_by_both() -> None:
    window = uuid.uuid4()
    for words in ("S", "Su"):
        form = a_form("triggers", words, window=window)
        assert post("plan_section_draft", form, "triggers").status_code == 204
    assert plan().draft["triggers"] == {"triggers": ["Su"]}
    here = (ana().pk, "signs")
    assert post("client_plan_section_draft", a_form("signs", "x"), *here, by=clara().user).status_code == 204
    assert post("plan_section_draft", a_form("signs", "x" * 400), "signs").status_code == 422


def test_two_at_once_see_both_texts_and_choose() -> None:
    here = (ana().pk, "triggers")
    post("client_plan_section", a_form("triggers", "Sundays"), *here, by=clara().user)
    answer = post("plan_section", a_form("triggers", "Evenings"), "triggers")
    assert answer["Location"] == reverse("care:plan_section", args=["triggers"])
    shown = page("plan_section", "triggers")
    assert "You wrote this at the same time" in shown
    assert "Ana wrote this at the same time" in page("client_plan_section", *here, by=clara().user)
    assert "Two texts" in page("plan_parts")
    window = next(iter(plan().aside["triggers"]))
    post("plan_section", sent(text=window, how="both"), "triggers")
    assert plan().draft["triggers"] == {"triggers": ["Sundays", "Evenings"]}
    assert "at the same time" not in page("plan_section", "triggers")


def test_the_client_is_told_what_a_therapist_changed_and_approves_just_that() -> None:
    a_plan()
    write("triggers", clara().user, triggers=["Evenings"])
    write("by_myself", clara().user, by_myself=STEPS[:1])
    assert post("client_plan_propose", sent(), ana().pk, by=clara().user).status_code == 302
    for shown in (page("plan"), signed_in(ana().user).get(reverse("home:me")).content.decode()):
        assert "Dr Clara Demo changed 2 parts. Look and approve, or change them." in shown
    shown = page("plan_changes")
    assert "<ins>Evenings</ins>" in shown
    assert f"<del>{STEPS[1]}</del>" in shown
    assert "Dr Clara Demo asked you to look" in shown
    token = re.search(r'name="was_shown" value="(\w+)"', shown)
    assert token
    write("triggers", clara().user, triggers=["Evenings", "Sundays"])
    refused = post("plan_approve", sent(was_shown=token[1])).content.decode()
    assert "changed while you were looking" in refused
    assert "<ins>Sundays</ins>" in refused
    assert post("plan_approve", sent(was_shown=versions.seen(plan()))).status_code == 302
    assert versions.current(plan()).number == 2


def test_what_makes_a_space_safer_is_not_in_sight_among_the_versions() -> None:
    a_plan()
    assert "Changed. Open the version to read it." in page("plan_history")
    assert SAFER not in page("plan_history")


def test_the_history_shows_each_version_and_brings_one_back() -> None:
    a_plan()
    write("by_myself", clara().user, by_myself=["Tea"])
    approve()
    shown = page("plan_history")
    assert shown.index("Version 2,") < shown.index("Version 1,")
    assert "Changed by Dr Clara Demo" in shown
    assert post("plan_restore", sent(), 1)["Location"] == reverse("care:plan_changes")
    assert "<ins>Sit on the back step</ins>" in page("plan_changes")
    assert signed_in(ana().user).get(reverse("care:plan_version", args=[9])).status_code == 404
    assert post("plan_restore", sent(), 9).status_code == 404
    assert page("client_plan_version", ana().pk, 1, by=clara().user)


def test_the_therapist_sets_the_dates_which_stand_there_as_plain_facts() -> None:
    a_plan()
    today = timezone.localdate()
    form = sent(review_on="2026-01-05", discussed_on=today.isoformat())
    assert post("client_plan_dates", form, ana().pk, by=clara().user).status_code == 302
    shown = page("client_plan", ana().pk, by=clara().user)
    assert "Review again on Monday 5 January" in shown
    assert "overdue" not in shown.lower()
    assert "You talked about this on" in page("plan_section", "safer_space")
    wrong = post("client_plan_dates", sent(review_on="soon"), ana().pk, by=clara().user).content.decode()
    assert "There is a problem" in wrong
    assert 'value="soon"' in wrong


@pytest.mark.hazard("H06")
def test_the_card_names_neither_practice_nor_topic() -> None:
    a_plan()
    shown = page("plan_card")
    assert "<title>My card</title>" in shown
    card = shown.split('<article class="a6"')[1].split("</article>")[0]
    number = directory.country("GB", on=timezone.localdate()).emergency.first.dial
    for words in ("Sit on the back step", "07700 900101", number, "Made by me"):
        assert words in card
    for words in ("plan", "safety", "therap", "Waylight", "harm", "crisis", SAFER):
        assert words.lower() not in card.lower(), words


@pytest.mark.hazard("H20")
def test_nothing_on_the_pages_counts_or_blames() -> None:
    a_plan()
    for name in OWN:
        assert not re.search(r"\b(overdue|completed|incomplete|\d+ ?%|out of \d+)", page(name)), name


def test_a_plan_is_never_a_condition_for_anything() -> None:
    """N7: below and beside care pages link to it at most. Above it home shows it, FHIR gives it, the demonstration has one."""
    asks = re.compile(r"safety_plan|SafetyPlan|care:plan|care:client_plan")
    places = [file.relative_to(PRODUCT).parts[0] for file in own_python() if asks.search(text(file))]
    assert set(places) - {"ui", "crisis"} == {"care", "fhir", "home", "operations"}
    beside = [file for file in templates() if asks.search(text(file))]
    links = {file.relative_to(PRODUCT).parts[0] for file in beside} - {"ui", "crisis", "care", "home"}
    assert links <= {"exercises", "measures", "video"}, "a link, and a copy for the phone"
    conditions = [
        f for f in own_python("waylight/home") + own_python("waylight/operations") if asks.search(text(f))
    ]
    assert {file.name for file in conditions} == {
        "me.py",
        "plan.py",
        "preparing.py",
        "room.py",
        "together.py",
    }


def test_pages_ask_the_database_no_more_for_a_long_plan(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(6):
        write("by_myself", by_myself=[f"Step {line}" for line in range(number + 1)])
        approve()
    for _ in range(5):
        a_copy(section_ids=["by_myself"])
    for name, most in (("plan", 16), ("plan_history", 14), ("plan_copies", 15), ("plan_card", 14)):
        browser = signed_in(ana().user)
        with django_assert_max_num_queries(most):
            browser.get(reverse(f"care:{name}"))
    browser = signed_in(clara().user)
    with django_assert_max_num_queries(16):
        browser.get(reverse("care:client_plan", args=[ana().pk]))


def test_a_reading_writes_no_plan() -> None:
    page("plan")
    page("client_plan", ana().pk, by=clara().user)
    assert drafting.of(ana())._state.adding


def test_a_therapist_who_sends_a_form_with_something_wrong_has_read_the_plan_all_the_same() -> None:
    """R-1: else a broken form would be a way to read without a trace."""
    a_plan()
    forms = {
        "client_plan_dates": ([ana().pk], sent(review_on="soon")),
        "client_plan_propose": ([ana().pk], sent()),
        "client_plan_section": ([ana().pk, "triggers"], a_form("triggers", "x" * 301)),
    }
    for name, (here, form) in forms.items():
        before = AuditEvent.objects.filter(verb="read-plan", actor=str(clara().user.pk)).count()
        assert post(name, form, *here, by=clara().user).status_code == 200
        after = AuditEvent.objects.filter(verb="read-plan", actor=str(clara().user.pk)).count()
        assert after == before + 1, name


def test_a_button_with_a_number_that_no_page_ever_sends_moves_nothing() -> None:
    write("triggers", triggers=["One", "Two"])
    form = a_form("triggers", "One", "Two", act="remove:triggers:" + "9" * 5000)
    assert post("plan_section", form, "triggers").status_code == 302
    assert plan().draft["triggers"] == {"triggers": ["One", "Two"]}


def test_windows_without_end_do_not_grow_the_plan_without_end() -> None:
    """Past twenty texts of one part it is said that they must be put together first; the words stay on the page."""
    a_plan()
    write("triggers", clara().user, triggers=["Clara’s"])
    draft = reverse("care:plan_section_draft", args=["triggers"])
    browser = signed_in(ana().user)
    for number in range(20):
        assert browser.post(draft, a_form("triggers", f"Mine {number}")).status_code == 204
    refused = browser.post(draft, a_form("triggers", "One more"))
    assert (refused.status_code, "Choose what stays" in refused.content.decode()) == (422, True)
    shown = post("plan_section", a_form("triggers", "One more"), "triggers").content.decode()
    assert "Choose what stays" in shown
    assert 'value="One more"' in shown
    assert len(plan().aside["triggers"]) == 20
    back = (
        signed_in(ana().user)
        .post(reverse("care:plan_restore", args=[1]), sent(), follow=True)
        .content.decode()
    )
    assert "Choose what stays" in back
    assert plan().draft["triggers"] == {"triggers": ["Clara’s"]}
