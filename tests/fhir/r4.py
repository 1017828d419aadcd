"""Two judges of FHIR R4 from outside: HL7's official schema (CC0, as published, packed) and the models of `fhirclient`.

Both let some things pass that the specification forbids; those are asked here too.
"""

import gzip
import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from fhirclient.models.fhirabstractbase import FHIRValidationError
from jsonschema import Draft6Validator

SCHEMA = Path(__file__).parent / "fhir.schema.json.gz"


@cache
def _definitions() -> dict[str, Any]:
    found = json.loads(gzip.decompress(SCHEMA.read_bytes()))["definitions"]
    # Its list of versions was closed before R4 had its own number.
    found["CapabilityStatement"]["properties"]["fhirVersion"]["enum"].append("4.0.1")
    return found


@cache
def _schema(type: str) -> Draft6Validator:
    return Draft6Validator({"$ref": f"#/definitions/{type}", "definitions": _definitions()})


def faults(resource: dict[str, Any]) -> list[str]:
    """What either judge finds wrong with a resource; nothing when it is FHIR R4."""
    type = resource["resourceType"]
    if type == "Bundle":
        inner = [fault for entry in resource.get("entry", ()) for fault in faults(entry["resource"])]
        bare = resource | {"entry": [{"fullUrl": entry["fullUrl"]} for entry in resource.get("entry", ())]}
        return inner + _faults("Bundle", bare if bare["entry"] else _without(bare, "entry"))
    return _faults(type, resource)


def _faults(type: str, resource: dict[str, Any]) -> list[str]:
    found = [
        f"schema: {'/'.join(map(str, error.path))}: {error.message[:200]}"
        for error in _schema(type).iter_errors(resource)
    ]
    model = getattr(import_module(f"fhirclient.models.{type.lower()}"), type)
    try:
        model(resource)
    except FHIRValidationError as error:
        found.append(f"fhirclient: {error}")
    return found + [f"invariant: {fault}" for fault in _broken(type, resource)]


def _broken(type: str, resource: dict[str, Any]) -> list[str]:
    """Invariants that neither judge asks: que-2, app-3, and that no value is empty (ele-1)."""
    found = []
    if type == "Questionnaire":
        ids = list(_link_ids(resource))
        found += [f"que-2: {id} is there twice" for id in sorted(set(ids)) if ids.count(id) > 1]
    if type == "Appointment" and resource["status"] != "proposed" and not resource.get("start"):
        found.append("app-3: it says no start")
    return found + list(_empty(resource))


def _link_ids(item: dict[str, Any]):
    for inner in item.get("item", ()):
        yield inner["linkId"]
        yield from _link_ids(inner)


def _empty(value: Any, place: str = ""):
    if value in ("", [], {}) or value is None:
        yield f"ele-1: {place} is empty"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _empty(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _empty(inner, f"{place}/{number}")


def _without(resource: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name != key}
