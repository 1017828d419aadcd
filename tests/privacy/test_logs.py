"""What may not come into a log: that somebody opened a page of help, and what anybody typed."""

import logging

import pytest
from django.test import RequestFactory
from django.urls import reverse

from waylight.privacy.logs import NotCrisis

pytestmark = pytest.mark.hazard("H06")
NAMES = (
    "now",
    "hurt",
    "kept_plan",
    "no_signal",
    "signed_out",
    "worker",
    "manifest",
    "help_now",
    "countries",
    "leave",
)
QUIET = [*(reverse(f"crisis:{name}") for name in NAMES), "/help-now/gb/", "/now", "/leave", "/help-now?x=1"]
LOUD = ["/", "/nowhere/", "/me/", "/help/", "/leaves/"]


def of_a_request(path: str) -> logging.LogRecord:
    """As Django's loggers write it: with the request, and with its path as an argument."""
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (path,), None)
    record.request = RequestFactory().get(path)
    return record


def of_a_server(path: str) -> logging.LogRecord:
    return logging.LogRecord("waylight", logging.WARNING, "", 0, "slow: %s", (path,), None)


@pytest.mark.parametrize("record", [of_a_request, of_a_server])
def test_no_line_tells_that_somebody_opened_a_page_of_help(record):
    assert [path for path in QUIET if NotCrisis().filter(record(path))] == []
    assert [path for path in LOUD if not NotCrisis().filter(record(path))] == []
