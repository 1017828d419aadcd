"""The baseline of booking: as little Django as takes a time over HTTP, by the same INSERT into a table of the same kind.

It asks nothing about who may book, keeps no key of the form, tells nobody and records nothing.
"""

import os
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt

TABLE = """
    CREATE TABLE bare_appointment (
        id uuid PRIMARY KEY, client_id uuid NOT NULL, therapist_id bigint NOT NULL, starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL CHECK (ends_at > starts_at), status varchar(9) NOT NULL,
        EXCLUDE USING gist (therapist_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&) WHERE (status <> 'cancelled'),
        EXCLUDE USING gist (client_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&) WHERE (status <> 'cancelled')
    )"""
INSERT = """
    INSERT INTO bare_appointment VALUES (%s, %s, %s, %s, %s, 'booked') ON CONFLICT DO NOTHING RETURNING id"""

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="of nothing",
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": os.environ.get("BARE_DATABASE", ""),
                "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}},
            }
        },
    )


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Plain</title><h1>Plain</h1>")


@csrf_exempt
def book(request: HttpRequest) -> HttpResponse:
    starts_at = parse_datetime(request.POST["starts_at"])
    assert starts_at is not None
    row = [uuid.uuid4(), request.POST["client"], request.POST["therapist"], starts_at]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [*row, starts_at + timedelta(minutes=20)])
        is_in = cursor.fetchone() is not None
    return HttpResponse("booked" if is_in else "taken", status=201 if is_in else 409)


urlpatterns = [path("help-now/", page), path("book/", book)]
application = get_asgi_application()
