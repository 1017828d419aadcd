"""The small values that FHIR resources are made of (R4: datatypes)."""

from datetime import UTC, datetime
from typing import Any

LOINC = "http://loinc.org"
OURS = "urn:waylight:"  # for what no standard has a code
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"


def instant(moment: datetime | None) -> str | None:
    """As FHIR writes a moment: in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def coded(system: str, code: str, text: str = "") -> dict[str, Any]:
    """A CodeableConcept."""
    return {"coding": [filled(system=system, code=code, display=text)], **({"text": text} if text else {})}


def reference(type: str, id: object, display: str = "") -> dict[str, Any]:
    return filled(reference=f"{type}/{id}", display=display)


def subject(id: object) -> dict[str, Any]:
    return reference("Patient", id)


def filled(**parts: Any) -> dict[str, Any]:
    """FHIR has no empty values: what is empty is left out. 0 and False are not empty."""
    return {key.rstrip("_"): value for key, value in parts.items() if value not in (None, "", [], {})}


def resource(type: str, id: object, **parts: Any) -> dict[str, Any]:
    return {"resourceType": type, "id": str(id), **filled(**parts)}


def extension(name: str, kind: str, value: Any) -> dict[str, Any]:
    return {"url": f"{OURS}{name}", f"value{kind}": value}
