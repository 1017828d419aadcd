"""Titles that the law protects (R-6.5)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import a_check, a_registration, clara, eva
from waylight.people import therapists
from waylight.people.bodies import BODIES
from waylight.people.models import Therapist
from waylight.people.titles import protected_titles, unbacked_titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Psychotherapist and counsellor", []),
        ("A psychologist who listens", []),
        ("CLINICAL PSYCHOLOGIST", ["clinical psychologist"]),
        ("one of our sport and exercise\npsychologists", ["sport and exercise psychologist"]),
        ("Art-therapist", ["art therapist"]),
        ("Heart therapist", []),
    ],
)
def test_protected_titles_are_found_in_any_writing(text: str, titles: list[str]) -> None:
    assert protected_titles(text) == titles


def test_a_title_is_backed_by_its_own_profession_alone() -> None:
    assert unbacked_titles("Clinical psychologist", ["Practitioner psychologist"]) == []
    assert unbacked_titles("Clinical psychologist", ["Arts therapist"]) == ["clinical psychologist"]
    assert unbacked_titles("Music therapist", []) == ["music therapist"]


@pytest.mark.django_db
class TestPublishing:
    def dr(self, body: str) -> Therapist:
        dr = clara(registered=False, title="Clinical psychologist", is_published=False)
        a_check(a_registration(dr, body=body))
        return dr

    def test_a_protected_title_without_the_register_is_not_published(self) -> None:
        dr = self.dr("bacp")
        with pytest.raises(therapists.TitleWithoutRegister, match=r"“clinical psychologist”.*HCPC"):
            therapists.publish(dr, by=eva())
        dr.refresh_from_db()
        assert not dr.is_published

    def test_with_the_register_it_is(self) -> None:
        dr = self.dr("hcpc")
        therapists.publish(dr, by=eva())
        assert Therapist.objects.shown(timezone.localdate()).get() == dr
        therapists.unpublish(dr, by=eva())
        assert not Therapist.objects.shown(timezone.localdate()).exists()

    def test_nobody_is_published_who_cannot_be_booked(self) -> None:
        with pytest.raises(therapists.NotBookable, match="There is no registration"):
            therapists.publish(clara(registered=False), by=eva())

    def test_a_title_hides_the_day_its_register_lapses_though_another_goes_on(self, client) -> None:
        dr = clara(registered=False, title="Clinical psychologist")
        a_check(a_registration(dr, expires_on=timezone.localdate() - timedelta(days=1)))
        a_check(a_registration(dr, body="bacp"))
        assert client.get("/people/clara/").status_code == 404


def test_every_body_has_a_register_to_look_at() -> None:
    assert all(body.register_url.startswith("https://") for body in BODIES.values())
    assert all(body.kind_in_words for body in BODIES.values())
    assert {"hcpc", "bacp", "ukcp", "cbt-register", "bps"} <= set(BODIES)
    sure = {"verified", "good", "fair", "low"}
    assert all(set(body.confidence.values()) <= sure for body in BODIES.values())
