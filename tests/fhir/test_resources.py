"""Each resource is FHIR R4 in the eyes of both judges, and says what the row says."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import cast
from tests.care import planning
from tests.exercises.going import a_finished_entry
from tests.fhir import r4
from tests.measures import going as measures
from waylight.booking import scheduling
from waylight.booking.models import Cancellation
from waylight.care import goals
from waylight.exercises import entries
from waylight.exercises.models import Entry
from waylight.fhir import bundles, capability, reading
from waylight.fhir.resources import KINDS, observation
from waylight.fhir.resources.kinds import Wanted
from waylight.intake import consents
from waylight.intake.models import ConsentText
from waylight.measures.models import Administration
from waylight.people.models import Client

pytestmark = pytest.mark.django_db
BASE = "https://waylight.example/fhir"


def own(client: Client, **options: Any) -> reading.Reader:
    found = reading.own(client.user, KINDS, **options)
    assert found is not None
    return found


def said(type: str, client: Client | None = None, **options: Any) -> list[dict[str, Any]]:
    reader = own(client or cast.ana(), **options)
    return [found.resource for found in KINDS[type].every(reader)]


def a_full_record() -> None:
    """Something of Ana's of every type."""
    cast.an_appointment()
    planning.a_plan()
    consents.publish_texts()
    consents.give(cast.ana(), ConsentText.objects.current()[0], False, by=cast.ana().user)
    entries.share(a_finished_entry(), by=cast.ana().user)
    goals.rate(goals.add(cast.ana(), "Sleep through", by=cast.ana().user), 0, by=cast.ana().user)
    a_finished_gad7()
    an_urge()


def a_finished_gad7() -> Administration:
    """All but the last answered: the total is an estimate."""
    return measures.sent("gad7", 1, 1, 1, 1, 1, 1, None)


def an_urge(**answers: Any) -> Entry:
    entry = entries.start(cast.ana(), observation.DIARY, by=cast.ana().user)
    written = {"urge_peak": 7, "when": "2026-11-20T19:30:00+00:00"} | answers
    entry = entries.save_step(entry, entry.form.steps[0], written, by=cast.ana().user)
    return entries.finish(entry, by=cast.ana().user)


@pytest.mark.parametrize("type", KINDS)
def test_every_type_is_fhir_r4(type: str) -> None:
    a_full_record()
    found = said(type)
    assert found, f"nothing of type {type} was made"
    assert [(one["id"], fault) for one in found for fault in r4.faults(one)] == []


def test_the_capability_statement_is_fhir_r4_and_names_every_type() -> None:
    statement = capability.statement(BASE)
    assert r4.faults(statement) == []
    assert {one["type"] for one in statement["rest"][0]["resource"]} == set(KINDS)


def test_there_is_no_risk_assessment() -> None:
    assert "RiskAssessment" not in KINDS


def test_numbers_are_observations_and_nought_is_a_number() -> None:
    a_full_record()
    numbers = {one["code"].get("text"): one.get("valueInteger") for one in said("Observation")}
    assert numbers["How near a goal is, 0 to 10"] == 0
    assert numbers["How strong the urge was at its strongest, 0 to 10"] == 7
    assert numbers["GAD-7, total"] == 7, "six ones, and the mean of them for the seventh"


def test_an_estimated_total_says_so_and_has_the_code_of_loinc() -> None:
    a_finished_gad7()
    (found,) = said("Observation")
    assert found["code"]["coding"] == [{"system": "http://loinc.org", "code": "70274-6"}]
    assert found["note"][0]["text"].startswith("Estimated")


def test_an_answer_that_was_declined_is_told_from_one_that_was_not_asked() -> None:
    given = a_finished_gad7()
    (found,) = said("QuestionnaireResponse")
    assert found["id"] == str(given.pk)
    items = {item["linkId"]: item for page in found["item"] for item in page.get("item", [page])}
    assert items["7"]["extension"][0]["valueCode"] == "asked-declined"
    assert items["1"]["answer"][0]["valueCoding"]["code"] == "LA6569-3"
    assert items["1"]["text"] == "Feeling nervous, anxious or on edge"


def test_what_was_written_stands_under_the_questions() -> None:
    entry = a_finished_entry()
    (found,) = said("QuestionnaireResponse")
    assert found["questionnaire"] == "urn:waylight:exercise:cbt-thought-record|1"
    assert found["status"] == "completed"
    pages = {page["linkId"]: page["item"] for page in found["item"]}
    situation = next(item for item in pages["moment"] if item["linkId"] == "situation")
    assert situation["answer"] == [{"valueString": entry.answers["situation"]}]
    rows = [item for item in pages["feelings"] if item["linkId"] == "emotions_before"]
    assert len(rows) == 2
    strengths = [part["answer"] for row in rows for part in row["item"] if "strength" in part["linkId"]]
    assert strengths == [[{"valueInteger": 80}], [{"valueInteger": 0}]], "0 is an answer"
    (habit,) = next(item for item in pages["habits"])["answer"]
    assert habit["valueCoding"]["code"] == "mind_reading"
    assert habit["valueCoding"]["display"].startswith("Mind reading")


def test_the_private_part_of_the_plan_stays_out_unless_its_client_asks() -> None:
    planning.a_plan()
    (without,) = said("CarePlan")
    assert planning.SAFER not in str(without)
    (with_it,) = said("CarePlan", with_private_part=True)
    assert planning.SAFER in str(with_it)
    assert r4.faults(with_it) == []


def test_only_the_version_in_force_of_a_plan_is_given() -> None:
    planning.a_plan()
    (found,) = said("CarePlan")
    assert found["status"] == "active"


def test_what_one_wants_to_talk_about_is_in_the_own_copy_alone() -> None:
    ana = cast.ana()
    cast.an_appointment(topic="About Sunday")
    (mine,) = said("Appointment")
    assert mine["comment"] == "About Sunday"
    system = reading.Reader("x", Client.objects.filter(pk=ana.pk), frozenset(KINDS), is_own=False)
    (theirs,) = [found.resource for found in KINDS["Appointment"].every(system)]
    assert "comment" not in theirs


def test_a_booking_that_was_undone_is_no_cancelled_appointment() -> None:
    appointment = cast.an_appointment()
    scheduling.cancel(appointment, by=cast.ana().user)
    Cancellation.objects.update(was_undone=True)
    (found,) = said("Appointment")
    assert found["status"] == "entered-in-error"
    assert r4.faults(found) == []


def test_a_page_goes_on_where_the_one_before_ended() -> None:
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    for day in range(5):
        at = start + timedelta(days=day)
        cast.an_appointment(starts_at=at)
    reader, kind = own(cast.ana()), KINDS["Appointment"]
    seen = []
    for begin in (0, 2, 4):
        total, found = kind.page(reader, Wanted(), begin, 2)
        assert total == 5
        seen += [one.resource["id"] for one in found]
    assert len(set(seen)) == len(seen) == 5


def test_the_whole_record_is_one_bundle_of_fhir_r4() -> None:
    a_full_record()
    file = b"".join(bundles.own_record(own(cast.ana()), BASE, timezone.now()))
    bundle = json.loads(file)
    assert r4.faults(bundle) == []
    types = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert types == {kind.type for kind in KINDS.values() if kind.is_personal}
