"""The health page tells whoever watches the machine whether it runs, and nothing else."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.utils import timezone

from tests.cast import at
from tests.journeys.running import ROOT
from waylight.operations import views
from waylight.operations.models import RecurringWork, RecurringWorkQuerySet

NOW = at("2026-11-26 09:00")


def the_page():
    return views.health(RequestFactory().get("/health/"))


def the_worker_ran(ago: timedelta) -> None:
    RecurringWork.objects.create(name="send messages", ran_at=timezone.now() - ago)


@pytest.mark.django_db
def test_it_is_fine_when_the_worker_ran_lately(clock) -> None:
    clock(NOW)
    the_worker_ran(timedelta(seconds=119))
    page = the_page()
    assert page.status_code == 200
    assert page.content.decode().splitlines()[0] == "ok"
    assert page["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
def test_it_says_when_the_worker_is_gone(clock) -> None:
    clock(NOW)
    assert the_page().status_code == 503
    the_worker_ran(timedelta(minutes=2))
    page = the_page()
    assert page.status_code == 503
    assert views.NO_WORKER in page.content.decode()


def test_it_says_when_the_database_is_gone(monkeypatch) -> None:
    def gone(*_given: object) -> bool:
        raise OperationalError

    monkeypatch.setattr(RecurringWorkQuerySet, "is_going", gone)
    page = the_page()
    assert page.status_code == 503
    assert views.NO_DATABASE in page.content.decode()


@pytest.mark.django_db
def test_it_says_which_time_zones_it_knows() -> None:
    assert "tzdata 2026f" in the_page().content.decode()


@pytest.mark.django_db
def test_anybody_may_ask_at_its_address(client) -> None:
    assert client.get("/health/").status_code == 503


@pytest.mark.django_db
def test_it_says_that_video_has_no_relay_and_how_to_make_one(settings: Any) -> None:
    lines = the_page().content.decode().splitlines()
    asked = [line.strip() for line in lines if line.startswith("    ")]
    assert asked == ["sudo apt install coturn", "sudo deploy/turn-server turn.practice.example.org"]
    assert os.access(ROOT / "deploy/turn-server", os.X_OK)
    settings.TURN, settings.TURN_KEY = ["turn:turn.example.org"], "71" * 32
    text = the_page().content.decode()
    assert "Video: a TURN server is set." in text
    assert "turn.example.org" not in text
