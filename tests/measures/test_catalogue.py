"""The published texts word for word, who they are by, and that what may not be shipped is not here."""

import json
from hashlib import sha256

import pytest

from tests.repository.reading import PRODUCT, files, text
from waylight.measures import catalogue, packs

SHIPPED = {"phq9", "phq8", "gad7", "session-feedback"}
STEM = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
PHQ = [
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
    "Trouble falling or staying asleep, or sleeping too much",
    "Feeling tired or having little energy",
    "Poor appetite or overeating",
    "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
    "Trouble concentrating on things, such as reading the newspaper or watching television",
    "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or "
    "restless that you have been moving around a lot more than usual",
    "Thoughts that you would be better off dead or of hurting yourself in some way",
]
GAD = [
    "Feeling nervous, anxious or on edge",
    "Not being able to stop or control worrying",
    "Worrying too much about different things",
    "Trouble relaxing",
    "Being so restless that it is hard to sit still",
    "Becoming easily annoyed or irritable",
    "Feeling afraid as if something awful might happen",
]
OPTIONS = ["Not at all", "Several days", "More than half the days", "Nearly every day"]
DIFFICULTY = (
    "If you checked off any problems, how difficult have these problems made it for you to do your work, take care of "
    "things at home, or get along with other people?"
)


@pytest.mark.hazard("H12")
@pytest.mark.parametrize(
    ("instrument", "items"),
    [("phq9", [*PHQ, DIFFICULTY]), ("phq8", PHQ[:8]), ("gad7", [*GAD, DIFFICULTY])],
)
def test_the_words_are_those_that_were_published(instrument: str, items: list[str]) -> None:
    form = catalogue.get(instrument)
    assert form.stem == STEM
    assert [question.text for question in form.questions] == items
    for question in form.questions:
        if question.is_scored:
            assert [option.text for option in question.options] == OPTIONS
            assert [option.value for option in question.options] == [0, 1, 2, 3]


@pytest.mark.hazard("H12")
def test_the_lowest_answer_of_the_gad_7_is_not_at_all() -> None:
    """Not “Not at all sure”, which is a widely copied error (Zorowitz 2021)."""
    assert {
        question.options[0].text for question in catalogue.get("gad7").questions if question.is_scored
    } == {"Not at all"}
    assert "sure" not in text(PRODUCT / "measures/instruments/gad7.json")


def digest(form: catalogue.Instrument) -> str:
    """Of the whole text: the stem, then the questions that count with their answers, then those that do not."""
    texts = [form.stem]
    for scored in (True, False):
        questions = [question for question in form.questions if question.is_scored is scored]
        texts += [question.text for question in questions]
        texts += [option.text for option in questions[0].options] if questions else []
    return sha256("\n".join(texts).encode()).hexdigest()


@pytest.mark.hazard("H12", "H22")
@pytest.mark.parametrize("instrument", sorted(SHIPPED))
def test_a_changed_word_is_seen(instrument: str) -> None:
    form = catalogue.questionnaire(instrument)
    said = next(e["valueString"] for e in form["extension"] if e["url"] == "urn:waylight:text-sha256")
    assert digest(catalogue.get(instrument)) == said


def codes(instrument: str) -> dict[str, str]:
    group, *others = catalogue.questionnaire(instrument)["item"]
    return {item["linkId"]: item["code"][0]["code"] for item in [*group["item"], *others]}


def test_the_codes_are_those_of_loinc() -> None:
    """REQUIREMENTS 3.4."""
    phq = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
    gad = ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"]
    assert list(codes("phq9").values()) == [*phq, "69722-7"]
    assert list(codes("phq8").values()) == phq[:8]
    assert list(codes("gad7").values()) == [*gad, "69722-7"]
    assert [option.code for option in catalogue.get("phq9").questions[0].options] == [
        "LA6568-5",
        "LA6569-3",
        "LA6570-1",
        "LA6571-9",
    ]
    panels = {
        each: catalogue.questionnaire(each).get("code", [{}])[0].get("code") for each in ("phq9", "gad7")
    }
    assert panels == {"phq9": "44249-1", "gad7": "69737-5"}
    everything = "".join(text(file) for file in files("*.json", "waylight/measures"))
    assert "44257-4" not in everything  # deprecated
    assert "44261-6" in everything
    assert "70274-6" in everything


def test_who_wrote_it_and_under_which_licence_is_known_of_each() -> None:
    for form in catalogue.all():
        assert form.licence
        assert form.canonical
        assert form.version
        assert not form.is_shipped or (form.attribution and form.language == "en")
    for published in ("phq9", "phq8", "gad7"):
        assert "LOINC is copyright" in catalogue.get(published).licence
        assert "Robert L. Spitzer" in catalogue.get(published).attribution


def test_what_may_not_be_shipped_is_a_skeleton_without_a_word() -> None:
    assert {form.id for form in catalogue.all() if form.is_shipped} == SHIPPED
    for form in catalogue.all():
        if not form.is_shipped:
            assert (form.stem, form.attribution, form.has_text) == ("", "", False)
            assert {question.text for question in form.questions} == {""}
            assert {option.text for question in form.questions for option in question.options} == {""}


def test_nothing_names_how_bad_somebody_is() -> None:
    """N1: the bands of the papers stay in the papers."""
    shown = files("*.html") + files("*.json", "waylight/measures") + files("*.py", "waylight/measures")
    bands = ("moderately severe", "none-minimal", "minimal", "subclinical", "moderate")
    assert [(file.name, band) for file in shown for band in bands if band in text(file).lower()] == []


@pytest.mark.hazard("H02")
def test_one_question_of_the_phq_9_asks_for_a_person_and_the_phq_8_stands_in_for_it() -> None:
    form = catalogue.get("phq9")
    assert [question.id for question in form.questions if question.needs_reading] == ["9"]
    assert form.instead_alone == "phq8"
    assert not catalogue.get("phq8").needs_reading
    ninth = form.question("9")
    assert ninth
    assert [ninth.wants_a_person(value) for value in (None, 0, 1, 2, 3)] == [False, False, True, True, True]


def test_the_last_question_is_asked_when_something_was_a_problem() -> None:
    form = catalogue.get("gad7")
    nothing = {str(number): 0 for number in range(1, 8)}
    assert [question.id for question in form.asked({})][-1] == "7"
    assert [question.id for question in form.asked(nothing | {"3": None})][-1] == "7"
    assert [question.id for question in form.asked(nothing | {"3": 1})][-1] == "difficulty"


def a_pack(**but: object) -> dict[str, object]:
    return {
        "stem": "Words of ours",
        "items": [f"Item {number}" for number in range(1, 11)],
        "options": ["None", "A little", "Some", "Much", "All"],
        "attribution": "By somebody",
        "language": "en",
    } | but


def test_the_operators_text_fills_the_skeleton(settings, tmp_path) -> None:
    settings.TEXT_PACKS = str(tmp_path)
    assert not catalogue.get("core10").has_text
    (tmp_path / "core10.json").write_text(json.dumps(a_pack()))
    form = catalogue.get("core10")
    assert form.has_text
    assert (form.questions[5].text, form.questions[5].options[4].text) == ("Item 6", "All")
    assert form.questions[5].needs_reading
    assert form.attribution == "By somebody"
    before = form.version
    (tmp_path / "core10.json").write_text(json.dumps(a_pack(stem="Other words")))
    assert catalogue.get("core10").version != before


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{" * 5000,
        json.dumps(a_pack(items=["One"])),
        json.dumps(a_pack(options=["None", "A little", "Some", "Much", 4])),
        json.dumps(a_pack(stem="")),
        json.dumps(a_pack(stem="x" * 501)),
        json.dumps({key: value for key, value in a_pack().items() if key != "attribution"}),
        json.dumps(a_pack(stem="x" * 200_000)),
        "\x00\xff",
    ],
)
def test_a_text_that_is_not_as_it_must_be_is_left_out_and_its_fault_is_named(
    settings, tmp_path, content
) -> None:
    settings.TEXT_PACKS = str(tmp_path)
    (tmp_path / "core10.json").write_text(content)
    assert not catalogue.get("core10").has_text
    with pytest.raises(packs.Unusable, match=r"\.$"):
        packs.read("core10", 10, 5)


def test_the_digest_is_over_every_word() -> None:
    texts = [STEM, *PHQ[:8], *OPTIONS]
    assert digest(catalogue.get("phq8")) == sha256("\n".join(texts).encode()).hexdigest()
