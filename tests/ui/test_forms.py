"""Fields take what people write, keep it, and say in a sentence what is missing."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from waylight.ui import forms


class Asking(forms.Form):
    name = forms.Line(
        label="What shall we call you?", hint="Any name.", who_sees="your therapist.", max_length=20
    )
    email = forms.Line(label="Email", kind="email", autocomplete="email", required=False)
    words = forms.Words(label="Anything to say", max_length=30, required=False)
    how = forms.Choice(label="How", choices=[("email", "Email"), ("phone", "Phone")], rather_not=True)
    habits = forms.Choices(label="Habits", choices=[("a", "A"), ("b", "B")], required=False)
    leave = forms.YesNo(label="May we leave a message?", required=False)
    belief = forms.Scale(label="Belief", top=100, low="none", high="all")
    country = forms.Pick(label="Country", choices=[("GB", "United Kingdom")], required=False)
    on = forms.Day(label="Day", required=False)
    at = forms.Moment(label="When", required=False)
    agreed = forms.Tick(label="Agreed", required=False)


def asked(**answers) -> Asking:
    form = Asking({"name": "Robin", "how": "email"} | answers)
    form.is_valid()
    return form


def test_what_is_missing_is_said_in_a_sentence() -> None:
    form = asked(name="", how="")
    assert form.errors["name"] == ["Please answer: What shall we call you?"]
    assert form.errors["how"] == ["Please answer: How."]


def test_a_field_may_have_its_own_sentence_for_a_missing_answer() -> None:
    field = forms.Line(label="Name", missing="Write any name.")
    assert field.error_messages["required"] == "Write any name."


def test_a_text_that_is_too_long_is_shown_again_with_its_length_and_the_limit() -> None:
    form = asked(words="a" * 1_031)
    assert form.errors["words"] == [
        "This is 1,031 characters. It can be up to 30. Your words are still here."
    ]
    assert "a" * 1_031 in str(form["words"])


def test_no_browser_cuts_pasted_words_off() -> None:
    assert "maxlength" not in str(Asking())


def test_control_characters_go_and_lines_end_in_one_way() -> None:
    assert asked(words="one\r\ntwo\rthree\tfour\x07\x1b").cleaned_data["words"] == "one\ntwo\nthree\tfour"


def test_letters_have_one_form() -> None:
    form = asked(name=unicodedata.normalize("NFD", "Zoë"))
    assert form.cleaned_data["name"] == unicodedata.normalize("NFC", "Zoë")


def test_right_to_left_names_and_joined_emoji_stay_as_they_are() -> None:
    for name in ("מיכאל בן דוד", "نور", "👩‍👩‍👧"):
        assert asked(name=name).cleaned_data["name"] == name
    assert 'dir="auto"' in str(Asking()["name"])


def test_repeated_values_of_a_real_request_all_arrive() -> None:
    form = Asking(QueryDict("name=Robin&how=email&habits=a&habits=b"))
    assert form.is_valid()
    assert form.cleaned_data["habits"] == ["a", "b"]


def test_an_email_without_an_at_sign_gets_an_example() -> None:
    assert asked(email="robin").errors["email"] == ["Write the email like name@example.com."]
    assert "email" not in asked(email="robin@example.org").errors


def test_rather_not_say_is_an_answer_after_the_word_or() -> None:
    assert asked(how="rather-not").cleaned_data["how"] == forms.RATHER_NOT
    html = str(Asking()["how"])
    assert html.index(">or<") < html.index("I’d rather not say")


def test_nothing_is_chosen_beforehand() -> None:
    assert "checked" not in str(Asking())


def test_yes_no_tells_no_from_no_answer() -> None:
    assert asked(leave="yes").cleaned_data["leave"] is True
    assert asked(leave="no").cleaned_data["leave"] is False
    assert asked().cleaned_data["leave"] is None


@pytest.mark.parametrize(("given", "expected"), [("0", 0), ("70", 70), ("skip", None), ("", None)])
def test_a_scale_tells_zero_from_no_answer(given: str, expected: int | None) -> None:
    assert asked(belief=given).cleaned_data["belief"] == expected


def test_a_number_outside_the_scale_is_refused() -> None:
    assert asked(belief="75").errors["belief"] == ["Choose one of the numbers."]


def test_an_answer_given_before_is_shown_again() -> None:
    form = Asking(initial={"belief": 0, "leave": False, "how": "phone"})
    assert str(form["belief"]).count("checked") == 1
    assert 'value="no"' in str(form["leave"]).split("checked")[0].rsplit("<input", 1)[1]
    assert 'value="phone"' in str(form["how"]).split("checked")[0].rsplit("<input", 1)[1]


def test_a_scale_shows_every_number_once_and_its_ends() -> None:
    html = str(Asking()["belief"])
    assert [html.count(f"<span>{step}</span>") for step in range(0, 101, 10)] == [1] * 11
    assert "0: none" in html
    assert "100: all" in html
    middling = forms.Scale(label="Urge", low="none", middle="medium", high="all").widget
    assert "<span>5: medium</span>" in middling.render("urge", None)


def test_days_and_moments_are_read_in_the_persons_zone() -> None:
    with timezone.override("Europe/Athens"):
        form = asked(on="2026-11-26", at="2026-11-26T19:30")
    assert form.cleaned_data["on"] == date(2026, 11, 26)
    assert form.cleaned_data["at"] == datetime(2026, 11, 26, 17, 30, tzinfo=UTC)


def test_an_invented_choice_is_refused() -> None:
    assert asked(how="pigeon").errors["how"] == ["Choose one of the answers."]
    assert asked(country="XX").errors["country"] == ["Choose one from the list."]


def test_a_field_names_hint_reader_and_error_to_a_screen_reader() -> None:
    html = asked(name="").as_div() + asked(name="")["name"].as_field_group()
    assert 'aria-describedby="id_name_helptext id_name_who id_name_error"' in html
    for name in ("helptext", "who", "error"):
        assert f'id="id_name_{name}"' in html
    assert "Who sees this: your therapist." in html
    assert 'aria-invalid="true"' in html


def test_a_group_of_choices_has_a_legend_and_an_error_of_its_own() -> None:
    html = asked(how="")["how"].as_field_group()
    assert "<fieldset" in html
    assert "<legend>How</legend>" in html
    assert 'aria-describedby="id_how_error"' in html


def test_optional_questions_say_so() -> None:
    assert "(optional)" in Asking()["email"].as_field_group()
    assert "(optional)" not in Asking()["name"].as_field_group()


def test_words_with_markup_are_shown_as_words() -> None:
    assert "<b>" not in str(asked(name="<b>x</b>")["name"])


class Row(forms.Form):
    thought = forms.Line(label="Thought", required=False)
    belief = forms.Scale(label="Belief")


Rows = forms.repeat(Row, max_items=3)


def rows_of(count: int, **answers: str) -> forms.Repeat:
    counts = {"thoughts-TOTAL_FORMS": str(count), "thoughts-INITIAL_FORMS": "0"}
    return Rows(counts | {f"thoughts-{name}": value for name, value in answers.items()}, prefix="thoughts")


def test_rows_left_empty_are_no_answers() -> None:
    rows = rows_of(2, **{"0-thought": "I am late", "0-belief": "0"})
    assert rows.is_valid()
    assert rows.rows == [{"thought": "I am late", "belief": 0}]


def test_a_row_is_kept_that_was_saved_meanwhile_as_it_was_typed() -> None:
    sent = {"thoughts-TOTAL_FORMS": "1", "thoughts-INITIAL_FORMS": "0", "thoughts-0-thought": "I am late"}
    rows = Rows(sent, prefix="thoughts", initial=[{"thought": "I am late", "belief": None}])
    assert rows.is_valid()
    assert [row["thought"] for row in rows.rows] == ["I am late"]


def test_another_row_is_added_without_a_script_and_nothing_is_lost() -> None:
    rows = rows_of(1, **{"0-thought": "I am late", "add": "1"})
    assert rows.wants_another
    assert len(rows.forms) == 2
    assert "I am late" in str(rows)


def test_there_are_never_more_rows_than_allowed() -> None:
    rows = rows_of(3, add="1")
    assert rows.is_full
    assert len(rows.forms) == 3


@pytest.mark.parametrize("total", ["9" * 5000, "-9", "many", "", "²"])
def test_a_forged_number_of_rows_is_no_crash(total: str) -> None:
    assert 1 <= len(rows_of(1, add="1", TOTAL_FORMS=total).forms) <= 3


@pytest.mark.parametrize("twice_or_never", ["2027-03-28T01:30", "2027-10-31T01:30"])
def test_a_time_that_clocks_skip_or_repeat_is_refused_in_plain_words(twice_or_never: str) -> None:
    with timezone.override("Europe/London"):
        assert asked(at=twice_or_never).errors["at"] == [
            "The clocks change then: this time comes twice, or not at all. Choose another time."
        ]
