"""Who may read by FHIR, and what they are told. Everything that is not theirs is not there."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.exercises.going import a_finished_entry
from tests.exercises.questionnaires import a_questionnaire
from tests.fhir import r4
from tests.sign_in import signed_in
from waylight.exercises import entries, own
from waylight.fhir import reading, systems
from waylight.fhir.models import System, Token
from waylight.fhir.resources import KINDS
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def a_system(*types: str) -> tuple[System, str]:
    """A system of Eva's with a token; nobody has allowed it."""
    system = systems.authorise("Clinic", "Letters to your doctor", list(types or KINDS), by=cast.eva())
    return system, systems.make_token(system, 30, by=cast.eva())


def get(path: str, secret: str = "", browser: Browser | None = None, **query: Any) -> Any:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return (browser or Browser()).get(f"/fhir/{path}", query, headers=headers)


def ids(response: Any) -> set[str]:
    assert response.status_code == 200, response.content
    assert r4.faults(response.json()) == []
    return {entry["resource"]["id"] for entry in response.json().get("entry", ())}


def refused(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/fhir+json")
    assert r4.faults(response.json()) == []
    return response.json()["issue"][0]


def test_a_client_reads_their_own_and_nobody_elses() -> None:
    mine, theirs = a_finished_entry(), a_finished_entry(cast.ben())
    browser = signed_in(cast.ana().user)
    assert ids(get("QuestionnaireResponse", browser=browser)) == {str(mine.pk)}
    assert get(f"QuestionnaireResponse/{mine.pk}", browser=browser).json()["id"] == str(mine.pk)
    refused(get(f"QuestionnaireResponse/{theirs.pk}", browser=browser), 404)
    assert ids(get("Patient", browser=browser)) == {str(cast.ana().pk)}
    assert ids(get("QuestionnaireResponse", browser=browser, patient=cast.ben().pk)) == set()


def test_a_code_from_the_inbox_does_not_open_the_record_here_either() -> None:
    refused(get("Patient", browser=signed_in(cast.ana().user, unlocked=False)), 401)


@pytest.mark.parametrize("who", ["clara", "david", "eva"])
def test_staff_read_nothing_here(who: str) -> None:
    a_finished_entry()
    person = getattr(cast, who)()
    refused(get("Patient", browser=signed_in(getattr(person, "user", person))), 401)


def test_a_system_finds_nothing_until_the_client_allows_it_and_nothing_once_that_is_taken_back() -> None:
    ana = cast.ana()
    cast.ben()
    system, secret = a_system()
    assert ids(get("Patient", secret)) == set()
    systems.allow(ana, system, by=ana.user)
    assert ids(get("Patient", secret)) == {str(ana.pk)}
    systems.take_back(ana, system, by=ana.user)
    assert ids(get("Patient", secret)) == set()
    refused(get(f"Patient/{ana.pk}", secret), 404)


def test_a_system_reads_what_was_shared_and_not_what_is_private() -> None:
    ana = cast.ana()
    a_finished_entry()
    shared = entries.share(a_finished_entry(), by=ana.user)
    system, secret = a_system()
    systems.allow(ana, system, by=ana.user)
    assert ids(get("QuestionnaireResponse", secret)) == {str(shared.pk)}


def test_a_token_is_for_its_types_alone() -> None:
    ana = cast.ana()
    system, secret = a_system("Appointment")
    systems.allow(ana, system, by=ana.user)
    assert refused(get("Patient", secret), 403)["code"] == "forbidden"
    assert get("Appointment", secret).status_code == 200


def test_what_is_read_is_in_the_audit_trail_of_the_person() -> None:
    ana = cast.ana()
    system, secret = a_system()
    systems.allow(ana, system, by=ana.user)
    get("Patient", secret)
    event = AuditEvent.objects.get(verb="read-fhir-patient")
    assert (event.person, event.actor) == (str(ana.pk), str(system.pk))


def test_revoked_replaced_expired_and_ended_tokens_open_nothing(clock: Any) -> None:
    system, first = a_system()
    second = systems.make_token(system, 30, by=cast.eva())
    refused(get("Patient", first), 401)
    assert get("Patient", second).status_code == 200
    clock(timezone.now() + timedelta(days=30, seconds=1))
    refused(get("Patient", second), 401)
    third = systems.make_token(system, 30, by=cast.eva())
    systems.end(system, by=cast.eva())
    assert "Bearer" in get("Patient", third)["WWW-Authenticate"]
    refused(get("Patient", third), 401)
    refused(get("Patient", "never-was"), 401)
    with pytest.raises(systems.SystemEnded):
        systems.make_token(system, 30, by=cast.eva())


def test_the_secret_is_kept_nowhere() -> None:
    _system, secret = a_system()
    assert secret not in str(Token.objects.values().get())


def test_ending_a_system_ends_what_clients_allowed() -> None:
    ana = cast.ana()
    system, _secret = a_system()
    systems.allow(ana, system, by=ana.user)
    systems.end(system, by=cast.eva())
    assert not ana.allowances.standing().exists()


def test_nobody_allows_for_a_client() -> None:
    system, _secret = a_system()
    with pytest.raises(systems.NotYours):
        systems.allow(cast.ana(), system, by=cast.eva())
    with pytest.raises(systems.NotYours):
        systems.take_back(cast.ana(), system, by=cast.clara().user)


def test_a_client_whose_account_is_closed_is_found_no_more() -> None:
    ana = cast.ana()
    system, secret = a_system()
    systems.allow(ana, system, by=ana.user)
    ana.user.is_active = False
    ana.user.save()
    assert ids(get("Patient", secret)) == set()


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("Patient", {"_count": "-1"}, 400),
        ("Patient", {"_count": "1e3"}, 400),
        ("Patient", {"_offset": "9" * 12}, 400),
        ("Patient", {"name": "Ana"}, 400),
        ("Patient", {"_format": "xml"}, 406),
        ("Patient/not-an-id", {}, 404),
        ("RiskAssessment", {}, 404),
        ("Patient/x/history", {}, 404),
        ("", {}, 404),
    ],
)
def test_bad_input_gets_an_outcome_with_a_sentence(path: str, query: dict[str, str], status: int) -> None:
    assert refused(get(path, browser=signed_in(cast.ana().user), **query), status)["diagnostics"]


def test_an_id_that_cannot_be_one_finds_nothing() -> None:
    assert ids(get("Consent", browser=signed_in(cast.ana().user), patient="x'; --")) == set()


def test_nothing_can_be_written() -> None:
    for method in ("post", "put", "delete"):
        response = getattr(signed_in(cast.ana().user), method)("/fhir/Patient", {})
        assert refused(response, 405)["code"] == "not-supported"


def test_too_many_requests_are_told_to_wait(monkeypatch: Any) -> None:
    monkeypatch.setattr(reading, "READINGS_A_MINUTE", 1)
    _system, secret = a_system()
    get("Patient", secret)
    response = get("Patient", secret)
    refused(response, 429)
    assert response["Retry-After"]


def test_what_is_refused_counts_too_and_made_up_tokens_fill_no_place(monkeypatch: Any) -> None:
    counted: list[str] = []
    monkeypatch.setattr(reading, "asks_too_often", lambda secret: bool(counted.append(secret)))
    _system, secret = a_system()
    refused(get("Patient/nobody", secret), 404)
    refused(get("Patient", "made-up"), 401)
    assert counted == [secret]
    assert Token.objects.get().used_on is not None


def test_questionnaires_are_read_also_when_the_practice_withdrew_one() -> None:
    for title in ("First", "Second"):
        own.bring(json.dumps(a_questionnaire(title=title)), by=cast.eva())
    own.withdraw("every-kind", by=cast.eva())
    browser = signed_in(cast.ana().user)
    assert get("Questionnaire/every-kind", browser=browser).json()["title"] == "Second"
    assert get("Questionnaire/every-kind.1", browser=browser).json()["title"] == "First"
    assert {"every-kind", "every-kind.1"} <= ids(get("Questionnaire", browser=browser, _count=200))


def test_an_exercise_of_the_practice_does_not_stand_in_for_a_measure() -> None:
    own.bring(json.dumps(a_questionnaire(id="phq9")), by=cast.eva())
    found = get("Questionnaire/phq9", browser=signed_in(cast.ana().user)).json()
    assert found["title"] != "Every kind"


def test_anybody_may_ask_what_the_server_can_do_and_nothing_sets_a_cookie() -> None:
    response = get("metadata")
    assert r4.faults(response.json()) == []
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


def test_questionnaires_are_given_by_id() -> None:
    response = get("Questionnaire/cbt-thought-record", browser=signed_in(cast.ana().user))
    assert response.json()["title"] == "Thought record"


def test_a_search_asks_the_database_as_often_for_many_as_for_one(django_assert_max_num_queries: Any) -> None:
    browser = signed_in(cast.ana().user)
    for _ in range(12):
        a_finished_entry()
    with django_assert_max_num_queries(14):
        assert len(ids(get("QuestionnaireResponse", browser=browser))) == 12


def test_the_manager_sees_a_token_once_and_the_client_chooses() -> None:
    eva, ana = signed_in(cast.eva()), signed_in(cast.ana().user)
    form = {"name": "Clinic", "purpose": "Letters", "types": ["Patient"], "idempotency_key": uuid.uuid4()}
    page = eva.post(reverse("fhir:add_system"), form, follow=True)
    system = System.objects.get()
    assert "Clinic" in page.content.decode()
    made = eva.post(
        reverse("fhir:make_token", args=[system.pk]),
        {"days": "90", "idempotency_key": uuid.uuid4()},
        follow=True,
    ).content.decode()
    assert "shown this one time" in made
    assert "shown this one time" not in eva.get(reverse("fhir:system", args=[system.pk])).content.decode()
    choose = reverse("fhir:choose", args=[system.pk])
    ana.post(choose, {"act": "allow", "idempotency_key": uuid.uuid4()})
    assert system.allowances.standing().count() == 1
    ana.post(choose, {"act": "end", "idempotency_key": uuid.uuid4()})
    assert system.allowances.standing().count() == 0


def test_the_page_of_another_system_shows_no_secret() -> None:
    system, other = a_system()[0], a_system()[0]
    eva = signed_in(cast.eva())
    eva.post(reverse("fhir:make_token", args=[system.pk]), {"days": "90", "idempotency_key": uuid.uuid4()})
    pages = [eva.get(reverse("fhir:system", args=[one.pk])).text for one in (other, system)]
    assert ["shown this one time" in page for page in pages] == [False, True]


def test_a_system_with_nothing_chosen_is_not_added_and_what_was_typed_stays() -> None:
    form = {"name": "Clinic", "purpose": "", "idempotency_key": uuid.uuid4()}
    page = signed_in(cast.eva()).post(reverse("fhir:add_system"), form)
    assert 'value="Clinic"' in page.content.decode()
    assert not System.objects.exists()


def test_the_file_is_a_bundle_with_what_is_private_too() -> None:
    entry = a_finished_entry()
    response = signed_in(cast.ana().user).post(reverse("fhir:record"))
    assert response["Content-Disposition"].startswith("attachment")
    assert str(entry.pk) in response.content.decode()
    assert AuditEvent.objects.filter(verb="read-own-record", person=str(cast.ana().pk)).exists()
