"""CapabilityStatement: what this server can do, for machines that ask first."""

from typing import Any

from waylight.fhir.resources import KINDS

DATE = "2026-11-23"  # of the last change to what it says


def statement(base: str) -> dict[str, Any]:
    """FHIR R4 CapabilityStatement of an instance that can be read and searched, and nothing else."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": DATE,
        "kind": "instance",
        "software": {"name": "Waylight"},
        "implementation": {"description": "Waylight, to read only", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "security": {
                    "service": [
                        {
                            "coding": [
                                {
                                    "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                                    "code": "SMART-on-FHIR",
                                }
                            ],
                            "text": "A bearer token that the practice made, for what clients allowed",
                        }
                    ]
                },
                "resource": [_of(kind.type, kind.is_personal) for kind in KINDS.values()],
            }
        ],
    }


def _of(type: str, is_personal: bool) -> dict[str, Any]:
    params = [{"name": "_id", "type": "token"}]
    if is_personal:
        params.append({"name": "patient", "type": "reference"})
    return {
        "type": type,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": params,
    }
