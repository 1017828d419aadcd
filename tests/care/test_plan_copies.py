"""Copies of a plan: what is in them, who has one, and whether it is older than the plan."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.care.planning import SAFER, a_copy, a_plan, approve, plan, sent, write
from tests.cast import ana, ben, clara, david, eva
from tests.sign_in import signed_in
from waylight.care.models import SafetyPlanCopy
from waylight.care.safety_plans import copies, versions

pytestmark = pytest.mark.django_db


def held():
    return copies.held(plan(), versions.current(plan()), by=ana().user)


def test_a_copy_is_made_of_what_was_approved() -> None:
    write("by_myself", by_myself=["x"])
    with pytest.raises(copies.NotApprovedYet):
        a_copy()
    a_plan()
    with pytest.raises(copies.NothingInIt):
        a_copy(section_ids=["triggers", "nonsense"])
    assert a_copy().version.number == 1


def test_only_the_client_gives_copies() -> None:
    a_plan()
    with pytest.raises(copies.OnlyTheClient):
        a_copy(by=clara().user)


@pytest.mark.hazard("H06")
def test_making_my_space_safer_stays_out_unless_it_is_chosen() -> None:
    a_plan()
    browser = signed_in(ana().user)
    form = browser.get(reverse("care:plan_new_copy")).content.decode()
    assert 'value="safer_space"' in form
    assert 'value="by_myself" id="id_sections_0" checked' in form.replace("\n", " ")
    chosen = form.split('value="safer_space"')[1].split(">")[0]
    assert "checked" not in chosen
    for address in ("care:plan_card", "care:plan_phone_copy", "care:plan", "care:plan_first_lines"):
        assert SAFER not in browser.get(reverse(address)).content.decode()
    sheet = browser.get(reverse("care:plan_copy", args=[a_copy().pk])).content.decode()
    assert "Sit on the back step" in sheet
    assert SAFER not in sheet
    chosen_one = a_copy(section_ids=["safer_space"])
    assert SAFER in browser.get(reverse("care:plan_copy", args=[chosen_one.pk])).content.decode()


def test_a_copy_is_older_when_what_is_in_it_changed_and_not_before() -> None:
    a_plan()
    a_copy()
    write("triggers", triggers=["Evenings"])
    approve()
    assert [one.is_older for one in held()] == [False]
    write("by_myself", by_myself=["Tea"])
    approve()
    assert [one.is_older for one in held()] == [True]
    page = signed_in(ana().user).get(reverse("care:plan_copies")).content.decode()
    assert "This copy is older than your plan." in page
    assert "1 copy is older" in signed_in(ana().user).get(reverse("care:plan")).content.decode()


def test_giving_the_new_one_ends_the_old_and_keeps_both_in_the_register() -> None:
    a_plan()
    copy = a_copy(given_on=timezone.localdate() - timedelta(days=3))
    write("by_myself", by_myself=["Tea"])
    approve()
    browser, form = signed_in(ana().user), sent()
    for _ in range(2):
        assert browser.post(reverse("care:plan_copy_renew", args=[copy.pk]), form).status_code == 302
    copy.refresh_from_db()
    assert copy.ended_on == timezone.localdate()
    assert [(one.copy.version.number, one.is_older) for one in held()] == [(2, False)]
    assert "Copies of before" in browser.get(reverse("care:plan_copies")).content.decode()


def test_taking_back_twice_says_that_it_is_done() -> None:
    a_plan()
    copy = a_copy()
    browser = signed_in(ana().user)
    assert browser.post(reverse("care:plan_copy_end", args=[copy.pk]), sent()).status_code == 302
    again = browser.post(reverse("care:plan_copy_end", args=[copy.pk]), sent())
    assert "not with them any more" in again.content.decode()
    assert held() == []


def test_a_copy_cannot_end_before_it_was_given() -> None:
    a_plan()
    copy = a_copy()
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyPlanCopy.objects.filter(pk=copy.pk).update(ended_on=copy.given_on - timedelta(days=1))


def test_making_a_copy_keeps_what_was_typed_and_writes_it_down_once() -> None:
    a_plan()
    browser = signed_in(ana().user)
    address = reverse("care:plan_new_copy")
    refused = browser.post(address, sent(given_to="Aunt Rosa", act="give")).content.decode()
    assert "Choose how they get it." in refused
    assert 'value="Aunt Rosa"' in refused
    looked = browser.post(
        address, sent(given_to="Aunt Rosa", sections=["by_myself"], act="look")
    ).content.decode()
    assert "How the copy reads" in looked
    assert 'value="Aunt Rosa"' in looked
    assert "There is a problem" not in looked
    assert not SafetyPlanCopy.objects.exists()
    form = sent(given_to="Aunt Rosa", how="paper", sections=["by_myself"], act="give")
    assert {browser.post(address, form).status_code for _ in range(2)} == {302}
    assert SafetyPlanCopy.objects.get().given_to == "Aunt Rosa"


def test_nobody_else_opens_a_copy() -> None:
    a_plan()
    copy = a_copy()
    for other in (ben().user, clara().user, david().user, eva()):
        browser = signed_in(other)
        assert browser.get(reverse("care:plan_copy", args=[copy.pk])).status_code == 404
        for name in ("plan_copy_renew", "plan_copy_end"):
            assert browser.post(reverse(f"care:{name}", args=[copy.pk]), sent()).status_code == 404
    copy.refresh_from_db()
    assert copy.ended_on is None


def test_the_therapist_sees_who_has_a_copy() -> None:
    a_plan()
    a_copy()
    page = signed_in(clara().user).get(reverse("care:client_plan", args=[ana().pk])).content.decode()
    assert "Aunt Rosa" in page
