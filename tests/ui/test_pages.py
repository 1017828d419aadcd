"""The base pages: help and a way out everywhere, neutral names where nobody else is to know."""

import pytest
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory

from waylight.ui import forms

pytestmark = pytest.mark.urls("tests.ui.addresses")

PRACTICE = {"name": "Larkfield", "neutral_name": "LF Notes"}


def drawn(template: str, *, role: str = "visitor", path: str = "/", **context: object) -> str:
    whole = {
        "practice": PRACTICE,
        "person": {"role": role, "theme": "dark"},
        "request": RequestFactory().get(path),
    }
    return render_to_string(template, whole | context)


@pytest.mark.parametrize("name", ["public", "client", "plain"])
@pytest.mark.hazard("H16")
def test_help_now_and_leave_are_on_every_page_of_visitors_and_clients(name: str) -> None:
    html = drawn(f"ui/{name}.html")
    assert 'href="/help-now/"' in html
    assert html.count("data-leave") >= 2
    assert html.index("Skip to main content") < html.index("Leave this page") < html.index("<main")


def test_staff_have_safety_steps_and_lock_instead() -> None:
    html = drawn("ui/staff.html", role="therapist")
    assert 'href="/desk/safety/"' in html
    assert 'action="/lock/"' in html
    assert "data-leave" not in html


@pytest.mark.parametrize(("name", "role"), [("client", "client"), ("staff", "therapist")])
def test_private_pages_carry_the_neutral_name_and_are_not_indexed(name: str, role: str) -> None:
    html = drawn(f"ui/{name}.html", role=role)
    assert "LF Notes" in html
    assert "Larkfield" not in html
    assert 'name="robots" content="noindex"' in html
    assert "data-private" in html


def test_public_pages_carry_the_practices_name_and_may_be_found() -> None:
    html = drawn("ui/public.html")
    assert "Larkfield" in html
    assert "noindex" not in html


def test_the_theme_of_the_person_is_on_the_page_from_the_start() -> None:
    assert 'data-theme="dark"' in drawn("ui/client.html", role="client")


def test_the_page_one_is_on_is_marked() -> None:
    html = drawn("ui/staff.html", role="therapist", path="/desk/clients/")
    assert html.count('aria-current="page"') == 2  # in the header and in the menu of small screens
    assert '<a href="/desk/clients/" aria-current="page">Clients</a>' in html
    assert '<a href="/desk/">Today</a>' in html


def test_a_page_below_a_link_marks_the_link() -> None:
    assert '<a href="/people/" aria-current="true">People</a>' in drawn(
        "ui/public.html", path="/people/clara/"
    )


@pytest.mark.parametrize("name", ["public", "client", "staff", "plain"])
def test_pages_draw_without_any_context(name: str) -> None:
    assert "</html>" in render_to_string(f"ui/{name}.html")


def test_one_message_is_shown_the_last() -> None:
    messages = [Message(25, "First."), Message(25, "Saved.")]
    html = drawn("ui/client.html", role="client", messages=messages)
    assert "Saved." in html
    assert "First." not in html
    assert html.index("Saved.") > html.index("<main")


class Form(forms.Form):
    name = forms.Line(label="Name", missing="Write any name.")
    how = forms.Choice(label="How", choices=[("a", "A")], missing="Choose a way.")


def test_errors_are_named_in_the_title_and_link_to_their_fields() -> None:
    form = Form({})
    assert "<title>Problem: " in drawn("ui/public.html", form=form)
    summary = render_to_string("ui/error_summary.html", {"form": form})
    assert '<a href="#id_name">Write any name.</a>' in summary
    assert '<a href="#id_how_0">Choose a way.</a>' in summary
    assert 'id="id_how_0"' in str(form["how"])


def test_a_refusal_without_a_form_is_a_problem_too() -> None:
    assert "<title>Problem: " in drawn("ui/public.html", problem="Someone took 17:30 a moment ago.")
    assert "Someone took 17:30" in render_to_string(
        "ui/error_summary.html", {"problem": "Someone took 17:30."}
    )


def test_without_errors_there_is_no_summary() -> None:
    assert render_to_string("ui/error_summary.html", {"form": Form()}).strip() == ""
