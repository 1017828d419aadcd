"""`python -m tests.booking.rival`: one rival in a process of its own, told on standard input what to try; answers with JSON."""

import json
import os
import sys
import time
from collections import Counter
from datetime import datetime
from typing import Any

import time_machine


def main() -> None:
    told = json.load(sys.stdin)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = told["database"]
    import django

    django.setup()
    with time_machine.travel(datetime.fromisoformat(told["now"]), tick=True):
        print(json.dumps(tried(told)))


def tried(told: dict[str, Any]) -> dict[str, Any]:
    from waylight.booking import scheduling
    from waylight.booking.models import Kind
    from waylight.people.models import Client, Therapist

    client, therapist = Client.objects.get(pk=told["client"]), Therapist.objects.get(pk=told["therapist"])
    wanted = datetime.fromisoformat(told["wanted"])
    outcomes: Counter[str] = Counter()
    seconds = []
    for _ in range(told["attempts"]):
        began = time.perf_counter()
        try:
            scheduling.book(client, therapist, Kind.FIRST_TALK, wanted, by=scheduling.LINK)
        except Exception as error:
            outcomes[type(error).__name__] += 1
        else:
            outcomes["done"] += 1
        seconds.append(time.perf_counter() - began)
    return {"outcomes": outcomes, "seconds": seconds}


if __name__ == "__main__":
    main()
