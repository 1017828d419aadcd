"""The demonstration's own door: shut outside demo mode. And whenever it is loaded, the practice is whole."""

from datetime import timedelta

import pytest
from django.conf import settings as live
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.test import override_settings
from django.utils import timezone

from waylight.home import opening
from waylight.operations.demo import checks, practice
from waylight.people.models import Therapist
from waylight.practice import opening as opening_of_practice
from waylight.practice.models import Practice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("years", [0, 1, 4])
def test_it_is_open_with_every_line_done_whenever_it_is_loaded(tmp_path, clock, years):
    clock(timezone.now() + timedelta(days=370 * years))
    with override_settings(DEMO=True, VAR=tmp_path):
        practice.load()
        assert opening.left(timezone.localdate()) == []
        assert not Practice.current().is_preparing
        opening_of_practice.go_back_to_preparing(by="worker")
        practice.load()
    assert not Practice.current().is_preparing


def test_the_door_is_not_there_outside_demo_mode():
    assert live.DEMO is False
    assert Browser().get("/demo/").status_code == 404
    assert Browser().post("/demo/as/eva/").status_code == 404


def test_the_command_refuses_to_load_into_a_real_practice():
    with pytest.raises(CommandError, match="no demonstration"):
        call_command("load_demo")
    assert not Therapist.objects.exists()


@pytest.mark.parametrize(
    ("hosts", "url", "is_refused"),
    [
        (["localhost", "127.0.0.1"], "http://localhost:8000", False),
        (["localhost", "care.example"], "http://localhost:8000", True),
        (["localhost"], "https://care.example", True),
        (["*"], "http://localhost:8000", True),
    ],
)
def test_demo_mode_with_a_real_host_name_is_refused(hosts, url, is_refused):
    with override_settings(DEMO=True, ALLOWED_HOSTS=hosts, BASE_URL=url):
        assert bool(checks.demo_stays_at_home()) is is_refused
    with override_settings(DEMO=False, ALLOWED_HOSTS=hosts, BASE_URL=url):
        assert checks.demo_stays_at_home() == []
