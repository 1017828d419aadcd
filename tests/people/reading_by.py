"""Things to read for these tests."""

import uuid
from typing import Any

from tests import cast
from waylight.people import reading
from waylight.people.models import Client, NeedsReading, Therapist


def greta() -> Therapist:
    """Reads in Clara's place."""
    return cast.a_therapist("greta", "Dr Greta Demo")


def something_to_read(client: Client | None = None, **fields: Any) -> NeedsReading:
    """Ana's answer, for Clara."""
    client = client or cast.ana()
    fields = {
        "key": f"test:{uuid.uuid4()}",
        "words": "They chose “Several days”.",
        "url_name": "people:item",
        "about": uuid.uuid4(),
        "by": client.user,
    } | fields
    return reading.leave(client, **fields)


def with_a_deputy() -> Therapist:
    """Clara's deputy is Greta, and the practice reads by the end of the same working day."""
    cast.a_practice(reads_within_working_days=0)
    reading.name_deputy(cast.clara(), greta(), by=cast.eva())
    return greta()
