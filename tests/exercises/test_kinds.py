"""Each kind of question without a script: what is typed is kept as it is, left empty is no answer, and 0 is one."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import ana, ben, clara, eva
from tests.exercises import filling
from tests.exercises.questionnaires import a_questionnaire
from tests.sign_in import signed_in
from waylight.exercises import catalogue, own, references, showing, skills
from waylight.exercises.models import Entry
from waylight.people import contacts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_read_before() -> Iterator[None]:
    catalogue.forget()
    yield
    catalogue.forget()


@pytest.fixture
def entry() -> Entry:
    own.bring(json.dumps(a_questionnaire()), by=eva())
    return an_entry(catalogue.get("every-kind"))


def an_entry(exercise: catalogue.Exercise, **answers: Any) -> Entry:
    now = timezone.now()
    entry = Entry(client=ana(), exercise=exercise.id, version=exercise.version, started_at=now, saved_at=now)
    entry.asked, entry.answers, entry.kept_back = ["off"], answers, {}
    entry.save(force_insert=True)
    return entry


class Writer:
    """Ana before one entry."""

    def __init__(self, entry: Entry) -> None:
        self.entry, self.browser = entry, signed_in(ana().user)

    def sends(self, step: str, **fields: Any) -> Any:
        address = reverse("exercises:step", args=[self.entry.pk, step])
        shown = filling.Form(self.browser.get(address).text).sent
        return self.browser.post(address, shown | fields | {"idempotency_key": str(uuid.uuid4())})

    def page(self, step: str) -> str:
        return self.browser.get(reverse("exercises:step", args=[self.entry.pk, step])).text

    @property
    def answers(self) -> dict[str, Any]:
        return Entry.objects.get(pk=self.entry.pk).answers


def test_a_nought_is_an_answer_and_skipping_is_none(entry: Entry) -> None:
    ana_writes = Writer(entry)
    ana_writes.sends("scales", ten="0", hundred="skip")
    assert ana_writes.answers == {"ten": 0, "hundred": None, "five": None}
    assert ana_writes.sends("scales", ten="skip", five="1").status_code == 302
    assert ana_writes.answers == {"ten": None, "hundred": None, "five": 1}
    assert 'value="0"' not in ana_writes.page("scales").split("id_five")[1]


def test_a_row_that_holds_a_nought_alone_is_kept(entry: Entry) -> None:
    ana_writes = Writer(entry)
    ana_writes.sends("several", **{"feelings-0-strength": "0", "sizes-big": "0", "series-0-strength": "0"})
    kept = ana_writes.answers
    assert kept["feelings"] == [{"name": None, "strength": 0}]
    assert kept["sizes"] == {"big": 0, "small": None}
    assert [row["strength"] for row in kept["series"]] == [0]


def test_a_time_that_stood_there_by_itself_makes_no_row(entry: Entry) -> None:
    ana_writes = Writer(entry)
    assert "series-0-at" in filling.Form(ana_writes.page("several")).sent
    ana_writes.sends("several")
    assert ana_writes.answers["series"] == []


def test_own_words_stand_beside_what_is_offered(entry: Entry) -> None:
    ana_writes = Writer(entry)
    ana_writes.sends(
        "choices",
        pick="a",
        many=["a", "c"],
        pick_or_say_own="Mine",
        many_or_say=["b"],
        many_or_say_own="X\nY",
    )
    kept = {"pick": "a", "many": ["a", "c"], "pick_or_say": "Mine", "many_or_say": ["b", "X", "Y"]}
    assert ana_writes.answers == kept
    ana_writes.sends("choices")
    assert ana_writes.answers == kept
    ana_writes.sends("choices", pick="rather-not", pick_or_say="b", pick_or_say_own="")
    assert (ana_writes.answers["pick"], ana_writes.answers["pick_or_say"]) == (None, "b")


def test_what_was_typed_stays_after_an_error(entry: Entry) -> None:
    ana_writes = Writer(entry)
    answer = ana_writes.sends("words", longer="a" * 600, amount="many", line="A line", list="One\nTwo")
    sent = filling.Form(answer.text).sent
    assert (sent["longer"], sent["amount"], sent["line"]) == (["a" * 600], ["many"], ["A line"])
    assert "This is 600 characters. It can be up to 500." in answer.text
    assert "Write a whole number from 0 to 100000." in answer.text
    assert ana_writes.answers == {}


def test_a_choice_that_is_not_offered_is_refused(entry: Entry) -> None:
    ana_writes = Writer(entry)
    for wrong in ({"pick": "z"}, {"many": ["a", "z"]}, {"pick_or_say": "<script>"}):
        assert ana_writes.sends("choices", **wrong).status_code == 200
    assert ana_writes.sends("scales", ten="11").status_code == 200
    assert ana_writes.sends("times", clock="25:00").status_code == 200
    assert ana_writes.answers == {}


def test_what_an_answer_calls_for_is_asked_then_and_only_then(entry: Entry) -> None:
    ana_writes = Writer(entry)
    assert "About grounding?" not in ana_writes.page("branches")
    assert 'name="say_more"' not in ana_writes.page("branches")
    ana_writes.sends("choices", pick="b")
    ana_writes.sends("scales", ten="6")
    page = ana_writes.page("branches")
    assert reverse("crisis:look") in page
    ana_writes.sends("branches", say_more="More")
    ana_writes.sends("scales", ten="0")
    assert 'name="say_more"' not in ana_writes.page("branches")
    shown = [
        answered.text for page in showing.pages(entry.form, ana_writes.answers) for answered in page.answered
    ]
    assert "About more?" not in shown
    assert ana_writes.answers["say_more"] == "More"  # nothing that was written is thrown away


def test_a_question_of_the_same_page_comes_when_the_page_is_saved(entry: Entry) -> None:
    form = a_questionnaire(id="same-page")
    first = form["item"][0]["item"]
    first[1]["enableWhen"] = [{"question": "longer", "operator": "exists", "answerBoolean": True}]
    own.bring(json.dumps(form), by=eva())
    ana_writes = Writer(an_entry(catalogue.get("same-page")))
    answer = ana_writes.sends("words", longer="Yes")
    assert answer["Location"].endswith("/page/words/#asked-line")
    assert ana_writes.sends("words", line="More")["Location"].endswith("/page/times/")


def test_a_question_begins_with_now_or_with_other_words_until_it_is_answered(entry: Entry) -> None:
    ana_writes = Writer(entry)
    assert filling.Form(ana_writes.page("times")).sent["day"] == ["2026-11-24"]
    ana_writes.sends("words", line="From here")
    assert filling.Form(ana_writes.page("elsewhere")).sent["again"] == ["From here"]
    ana_writes.sends("elsewhere", again="")
    assert filling.Form(ana_writes.page("elsewhere")).sent["again"] == [""]


def test_people_and_earlier_answers_are_offered_by_name_and_only_ones_own(entry: Entry) -> None:
    for client, name in ((ana(), "Rea"), (ben(), "Somebody of Ben’s")):
        contacts.add_contact(client, name=name, relation="", telephone="", may_call=True, by=client.user)
    contacts.add_contact(ana(), name="Never him", relation="", telephone="", may_call=False, by=ana().user)
    ana_writes = Writer(entry)
    ana_writes.sends("several", **{"feelings-0-name": "sad", "feelings-0-strength": "50"})
    page = ana_writes.page("elsewhere")
    assert "Rea" in page
    assert "sad" in page
    assert "Never him" not in page
    assert "Ben’s" not in page
    ana_writes.sends("elsewhere", whom="Rea", felt=["sad"], felt_own="lost")
    assert (ana_writes.answers["whom"], ana_writes.answers["felt"]) == ("Rea", ["sad", "lost"])


def test_an_answer_stays_when_what_was_offered_is_gone(entry: Entry) -> None:
    rea = contacts.add_contact(ana(), name="Rea", relation="", telephone="", may_call=True, by=ana().user)
    ana_writes = Writer(entry)
    ana_writes.page("elsewhere")
    rea.delete()
    ana_writes.sends("elsewhere", whom="Rea")
    assert ana_writes.answers["whom"] == "Rea"
    assert filling.Form(ana_writes.page("elsewhere")).sent["whom_own"] == ["Rea"]


def test_skills_the_library_services_and_the_latest_entry_can_be_chosen_from() -> None:
    before = an_entry(catalogue.get("act-values-compass"))
    before.answers = {
        "domains": [{"domain": "family", "value": "Being there", "importance": 0, "living": None}]
    }
    before.save()
    skills.add(ana(), ["Walk the dog"], by=ana().user)

    def offered(source: str) -> list[str]:
        question = catalogue.Question(id="q", text="Q", kind="own choice", chosen_from=(source,))
        return [
            words
            for _value, words in references.options(question, an_entry(catalogue.get("act-committed-action")))
        ]

    assert offered("entry:act-values-compass:domains.value") == ["Being there"]
    assert offered("entry:act-values-compass:domains.importance") == ["0"]
    assert "Walk the dog" in offered("skills")
    assert "Body scan" in offered("library:mbct")
    assert offered("entry:nothing:x") == []
    assert len(offered("services")) > 0


def test_a_picture_and_a_recording_have_no_name_to_be_sent_by(entry: Entry) -> None:
    page = Writer(entry).page("elsewhere")
    assert 'name="picture"' not in page
    assert 'name="voice"' not in page
    assert "It is never sent to us." in page


def test_what_stays_private_says_so_where_one_writes_it(entry: Entry) -> None:
    page = Writer(entry).page("branches")
    assert "Who sees this: you alone, even when you share the rest." in page
    assert "unless you share it at the end" in page


def test_hard_words_are_folded_until_one_opens_them() -> None:
    critic = an_entry(catalogue.get("cft-self-criticism-log"), critic="You never learn")
    page = signed_in(ana().user).get(reverse("exercises:entry", args=[critic.pk])).text
    assert "<details" in page[: page.index("You never learn")].rpartition("<dd>")[2]


def test_a_preview_offers_nothing_of_anybodys() -> None:
    contacts.add_contact(ana(), name="Rea", relation="", telephone="", may_call=True, by=ana().user)
    own.bring(json.dumps(a_questionnaire()), by=eva())
    browser: Client = signed_in(clara().user)
    for step in catalogue.get("every-kind").steps:
        page = browser.get(reverse("exercises:preview", args=["every-kind", step.id]))
        assert page.status_code == 200
        assert "Rea" not in page.text


def test_a_length_is_named_where_the_exercise_has_one() -> None:
    breathing = an_entry(catalogue.get("cbt-paced-breathing"))
    first, second = breathing.form.steps[:2]
    browser = signed_in(ana().user)
    words = "3 minutes are plenty. Less is fine too."
    assert words in browser.get(reverse("exercises:step", args=[breathing.pk, first.id])).text
    assert words not in browser.get(reverse("exercises:step", args=[breathing.pk, second.id])).text


@pytest.mark.parametrize("step", ["elsewhere", "several"])
def test_a_page_asks_the_database_little(entry: Entry, step: str, django_assert_max_num_queries) -> None:
    ana_writes = Writer(entry)
    ana_writes.page(step)
    with django_assert_max_num_queries(11):
        ana_writes.page(step)
