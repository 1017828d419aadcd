"""The embedded database is sound and encrypted, and keys are needed."""

import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from tests import cast
from waylight.config import databases, environment
from waylight.privacy.models import SentForm


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db
def test_the_embedded_database_has_no_wal_reset_fault():
    assert connection.Database.sqlite_version_info >= databases.SOUND_SQLITE
    assert databases.sqlite_is_sound() == []


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db
def test_an_older_sqlite_is_refused(monkeypatch):
    monkeypatch.setattr(connection.Database, "sqlite_version_info", (3, 51, 2))
    assert [error.id for error in databases.sqlite_is_sound()] == ["waylight.E001"]


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db
def test_the_file_is_kept_as_the_decisions_say():
    with connection.cursor() as cursor:
        told = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "secure_delete")
        }
    assert told["secure_delete"] == 1
    assert told["journal_mode"] in {"wal", "memory"}  # a database in memory has no write-ahead log
    assert connection.settings_dict["CONN_MAX_AGE"] == 0
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db(transaction=True)
def test_whoever_waits_too_long_for_the_file_is_told_to_try_again_and_nothing_is_kept():
    cast.a_practice()
    browser, form = Client(raise_request_exception=False), {"idempotency_key": str(uuid.uuid4())}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")  # milliseconds; else it is `timeout` of databases.sqlite
    other = connection.copy()
    with other.cursor() as writing:
        writing.execute("BEGIN IMMEDIATE")
        refused = browser.post("/ask/", form)
        writing.execute("ROLLBACK")
    other.close()
    assert refused.status_code == 503
    assert "Please try again soon" in refused.text
    assert not SentForm.objects.exists()
    assert browser.post("/ask/", form).status_code == 200


@pytest.mark.hazard("H26")
def test_the_file_cannot_be_read_without_its_key(tmp_path):
    import sqlcipher3

    def opened(key: str):
        found = sqlcipher3.connect(tmp_path / "kept.sqlite3")
        found.execute(f"PRAGMA key=\"x'{key}'\"")
        return found

    with opened("ab" * 32) as mine:
        mine.execute("CREATE TABLE note (words TEXT)")
        mine.execute("INSERT INTO note VALUES ('a plain word')")
    mine.close()
    assert b"a plain word" not in (tmp_path / "kept.sqlite3").read_bytes()
    other = opened("cd" * 32)
    with pytest.raises(sqlcipher3.DatabaseError):
        other.execute("SELECT words FROM note").fetchall()
    other.close()


def test_postgresql_is_pooled_and_keeps_no_connection_of_its_own():
    settings = databases.postgresql("postgresql://eva:p%40ss@db.example:5433/care")
    assert (settings["USER"], settings["PASSWORD"], settings["PORT"], settings["NAME"]) == (
        "eva",
        "p@ss",
        "5433",
        "care",
    )
    assert settings["CONN_MAX_AGE"] == 0
    assert settings["OPTIONS"]["pool"]["max_size"] == 8


@pytest.mark.parametrize("value", ["", "changeme", "0" * 63])
def test_an_empty_or_short_key_is_refused(monkeypatch, tmp_path, value):
    monkeypatch.setenv("WAYLIGHT_KEYS", str(tmp_path))
    monkeypatch.setenv("WAYLIGHT_MASTER_KEY", value)
    with pytest.raises(ImproperlyConfigured, match="bin/keys"):
        environment.key("master")


def test_a_key_is_read_from_its_file(monkeypatch, tmp_path):
    monkeypatch.setenv("WAYLIGHT_KEYS", str(tmp_path))
    monkeypatch.delenv("WAYLIGHT_MASTER_KEY", raising=False)
    (tmp_path / "master").write_text("ab" * 32)
    assert environment.key("master") == "ab" * 32
