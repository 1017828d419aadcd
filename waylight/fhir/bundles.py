"""Bundles: a page of what a search found, and all of a client's own data in one file."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from waylight.fhir.reading import Reader
from waylight.fhir.resources import KINDS
from waylight.fhir.resources.kinds import Found
from waylight.fhir.resources.values import instant


def searchset(
    base: str, type: str, query: dict[str, str], found: Sequence[Found], *, total: int, start: int, count: int
) -> dict[str, Any]:
    """FHIR's answer to a search, with links to this page, the next and the one before."""
    address = f"{base}/{type}"
    starts = {"self": start}
    if start + count < total:
        starts["next"] = start + count
    if start > 0:
        starts["previous"] = max(0, start - count)
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": total,
        "link": [
            {
                "relation": relation,
                "url": f"{address}?{urlencode(query | {'_count': str(count), '_offset': str(begin)})}",
            }
            for relation, begin in starts.items()
        ],
        **(
            {
                "entry": [
                    {
                        "fullUrl": f"{address}/{one.resource['id']}",
                        "resource": one.resource,
                        "search": {"mode": "match"},
                    }
                    for one in found
                ]
            }
            if found
            else {}
        ),
    }


def own_record(reader: Reader, base: str, now: datetime) -> Iterator[bytes]:
    """One Bundle with all that the client may read of themselves, piece by piece: what is said is not kept in memory."""
    yield (
        b'{"resourceType":"Bundle","type":"collection","timestamp":%s,"entry":['
        % json.dumps(instant(now)).encode()
    )
    between = b""
    for kind in KINDS.values():
        if not kind.is_personal:
            continue
        for found in kind.every(reader):
            address = f"{base}/{kind.type}/{found.resource['id']}"
            entry = {"fullUrl": address, "resource": found.resource}
            yield between + json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
            between = b","
    yield b"]}"
