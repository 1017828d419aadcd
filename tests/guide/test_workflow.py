"""From a draft to the public: nothing is lost, nobody checks their own text, and nothing is public unchecked."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import cast
from waylight.guide import editing, reading
from waylight.guide.models import ClinicalReview, GuidePage, Publication, ReviewRequest, Revision
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def scars() -> GuidePage:
    return GuidePage.objects.get(slug="scars")


def next_year() -> date:
    return timezone.localdate() + timedelta(days=300)


def a_draft(words: str = "Scars may fade. You may like them or not.", **fields) -> Revision:
    """Eva's new text of the page on scars."""
    page = fields.pop("page", None) or scars()
    newest = page.revisions.newest_first()[0]
    based_on = fields.pop("based_on", newest.number)
    by = fields.pop("by", None) or cast.eva()
    text = editing.Text(**(vars(editing.Text.of(newest)) | {"markdown": words} | fields))
    return editing.save_draft(page, text, based_on=based_on, by=by)


def approved(revision: Revision) -> Revision:
    request = editing.ask_for_review(revision, by=cast.eva())
    editing.review(request, is_approved=True, by=cast.clara().user)
    return Revision.objects.get(pk=revision.pk)


def public() -> reading.Page:
    return reading.library().page("scars")


def test_a_text_goes_from_draft_to_review_to_the_public():
    before = public().markdown
    draft = a_draft()
    assert public().markdown == before
    editing.publish(approved(draft), next_review_on=next_year(), by=cast.eva())
    page = public()
    assert page.markdown == draft.markdown
    assert (page.reviewed_by, page.reviewed_on) == ("Dr Clara Demo, Psychotherapist", timezone.localdate())
    assert page.next_review_on == next_year()


@pytest.mark.hazard("H07")
def test_nothing_of_the_practice_becomes_public_unchecked():
    with pytest.raises(editing.NotApproved):
        editing.publish(a_draft(), next_review_on=next_year(), by=cast.eva())
    assert public().author == "Waylight"


@pytest.mark.hazard("H07")
def test_the_database_refuses_a_publication_without_a_review():
    draft = a_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            page=draft.page,
            revision=draft,
            published_by=str(cast.eva().pk),
            published_at=timezone.now(),
            next_review_on=next_year(),
        )


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("words", ["It was done with a razor.", "You should stop.", "She is a cutter."])
def test_a_text_that_says_what_we_never_say_is_not_published_even_when_approved(words):
    draft = approved(a_draft(words))
    with pytest.raises(editing.SaysWhatWeNeverSay, match="may say: "):
        editing.publish(draft, next_review_on=next_year(), by=cast.eva())
    assert public().markdown != words


def test_only_a_therapist_whose_registration_is_in_force_checks():
    request = editing.ask_for_review(a_draft(), by=cast.eva())
    lapsed = cast.a_therapist("zoe", "Dr Zoe Demo", registered=False)
    for user in (cast.frank(), cast.ana().user, lapsed.user):
        with pytest.raises(editing.NotAClinician):
            editing.review(request, is_approved=True, by=user)
    assert not ClinicalReview.objects.exists()


def test_nobody_checks_what_they_wrote_or_signed():
    clara = cast.clara()
    wrote = editing.ask_for_review(a_draft(by=clara.user), by=cast.eva())
    with pytest.raises(editing.OwnText):
        editing.review(wrote, is_approved=True, by=clara.user)
    editing.review(wrote, is_approved=False, said="Shorter, please.", by=cast.david().user)
    signed = a_draft("Other words.", page=GuidePage.objects.get(slug="signs"), author="Dr David Demo")
    with pytest.raises(editing.OwnText):
        editing.review(editing.ask_for_review(signed, by=cast.eva()), is_approved=True, by=cast.david().user)


@pytest.mark.parametrize("author", ["David Demo", "Eva M. and David Demo", "DAVID", "Dr. David Demo, PhD"])
def test_an_author_without_a_title_is_the_same_person(author):
    signed = editing.ask_for_review(a_draft("Other words.", author=author), by=cast.eva())
    with pytest.raises(editing.OwnText):
        editing.review(signed, is_approved=True, by=cast.david().user)
    assert editing.review(signed, is_approved=True, by=cast.clara().user).is_approved


def test_the_database_refuses_a_review_by_the_writer():
    request = editing.ask_for_review(a_draft(), by=cast.eva())
    with pytest.raises(IntegrityError), transaction.atomic():
        ClinicalReview.objects.create(
            request=request,
            written_by=str(cast.eva().pk),
            reviewed_by=str(cast.eva().pk),
            reviewed_at=timezone.now(),
            signed_as="Eva Demo",
            registration="none",
            is_approved=True,
        )


def test_a_text_is_sent_back_with_words_and_a_new_one_is_checked():
    request = editing.ask_for_review(a_draft(), by=cast.eva())
    with pytest.raises(editing.NoWords):
        editing.review(request, is_approved=False, said=" ", by=cast.clara().user)
    editing.review(request, is_approved=False, said="Too short.", by=cast.clara().user)
    with pytest.raises(editing.NotApproved):
        editing.publish(request.revision, next_review_on=next_year(), by=cast.eva())
    editing.publish(approved(a_draft("Longer words.")), next_review_on=next_year(), by=cast.eva())
    assert public().markdown == "Longer words."


def test_a_request_is_answered_once_and_a_page_waits_once():
    draft = a_draft()
    request = editing.ask_for_review(draft, by=cast.eva())
    with pytest.raises(editing.AlreadyWaiting):
        editing.ask_for_review(a_draft("More."), by=cast.frank())
    editing.review(request, is_approved=True, by=cast.clara().user)
    again = ReviewRequest.objects.get(pk=request.pk)
    with pytest.raises(editing.AlreadyAnswered):
        editing.review(again, is_approved=False, said="No.", by=cast.david().user)


def test_an_approval_is_used_once_and_the_same_text_is_checked_again_after_a_year():
    draft = approved(a_draft())
    editing.publish(draft, next_review_on=next_year(), by=cast.eva())
    draft = Revision.objects.get(pk=draft.pk)
    with pytest.raises(editing.NotApproved):
        editing.publish(draft, next_review_on=next_year(), by=cast.eva())
    editing.publish(approved(draft), next_review_on=next_year() + timedelta(days=9), by=cast.frank())
    assert [request.round for request in draft.requests.order_by("pk")] == [1, 2]
    assert public().next_review_on == next_year() + timedelta(days=9)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_the_next_check_is_within_a_year(days):
    draft = approved(a_draft())
    with pytest.raises(editing.NotWithinAYear):
        editing.publish(draft, next_review_on=timezone.localdate() + timedelta(days=days), by=cast.eva())


def test_an_older_text_does_not_replace_a_newer_one_by_mistake():
    older = approved(a_draft("Older."))
    editing.publish(approved(a_draft("Newer.")), next_review_on=next_year(), by=cast.eva())
    with pytest.raises(editing.NewerIsPublished):
        editing.publish(older, next_review_on=next_year(), by=cast.eva())
    assert public().markdown == "Newer."


def test_of_two_who_write_at_once_neither_loses_a_word():
    page = scars()
    first = a_draft("What Eva wrote.", page=page, based_on=1)
    second = a_draft("What Frank wrote.", page=page, based_on=1, by=cast.frank())
    assert (first.number, second.number, second.based_on) == (2, 3, 1)
    kept = set(page.revisions.values_list("markdown", flat=True))
    assert {"What Eva wrote.", "What Frank wrote."} < kept


def test_saving_what_has_not_changed_makes_no_version():
    draft = a_draft()
    assert a_draft(draft.markdown) == draft
    assert scars().revisions.count() == 2


def test_an_earlier_text_comes_back_as_a_new_draft():
    first = scars().revisions.get(number=1)
    a_draft()
    again = editing.restore(first, by=cast.frank())
    assert (again.number, again.markdown, again.made_by) == (3, first.markdown, str(cast.frank().pk))
    assert first.markdown == scars().revisions.get(number=1).markdown


def test_a_written_row_stays_as_it_is():
    draft = a_draft()
    draft.markdown = "Something else."
    with pytest.raises(TypeError, match="written once"):
        draft.save()


def test_a_page_that_is_taken_down_is_not_read_until_it_is_published_again():
    editing.withdraw(scars(), reason="It is out of date.", by=cast.eva())
    with pytest.raises(reading.WithdrawnPage):
        public()
    with pytest.raises(editing.NotPublished):
        editing.withdraw(scars(), reason="Again.", by=cast.eva())
    editing.publish(approved(a_draft()), next_review_on=next_year(), by=cast.eva())
    assert public().markdown == a_draft().markdown


def test_each_act_is_audited():
    editing.publish(approved(a_draft()), next_review_on=next_year(), by=cast.eva())
    editing.withdraw(scars(), reason="It is out of date.", by=cast.eva())
    done = list(
        AuditEvent.objects.filter(kind__startswith="guide.")
        .exclude(actor="worker")
        .order_by("at")
        .values_list("verb", flat=True)
    )
    assert done == ["write-page", "ask-for-clinical-review", "approve-page", "publish-page", "withdraw-page"]


def test_a_page_is_due_a_month_before_its_date(clock):
    publication = Publication.objects.standing().get(page__slug="scars")
    day = publication.next_review_on
    assert publication not in Publication.objects.due(day - timedelta(days=31))
    assert publication in Publication.objects.due(day - timedelta(days=30))


def test_a_text_whose_check_is_long_due_can_be_written_anew(clock) -> None:
    later = timezone.now() + timedelta(days=500)
    clock(later)
    draft = a_draft("Newer words.")
    assert draft.written_on == later.date() < draft.next_review_on
