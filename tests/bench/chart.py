"""A chart of 500 points from values to HTML, in milliseconds of the processor; beside it the same dates and numbers as a list.

`chart_grows` is how many times longer ten times as many points take: 10 is as long as they are more.
"""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.figures import Figures, figure
from tests.journeys.running import ROOT, environment

POINTS, MORE, RUNS = 500, 10, 15


def measure(folder: Path) -> Figures:
    command = [sys.executable, "-m", "tests.bench.chart"]
    told = subprocess.run(command, cwd=ROOT, env=environment(folder, 0, ""), check=True, capture_output=True)
    found = json.loads(told.stdout)
    return {
        "chart": figure(found["chart"], "ms", baseline=found["plain"]),
        "chart_grows": figure(found["longer"] / found["chart"], "times", baseline=MORE),
    }


def inside() -> None:
    """Runs with the settings of the demonstration practice, in process."""
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "waylight.config.settings"
    import django

    django.setup()
    print(
        json.dumps(
            {
                "chart": milliseconds(chart, POINTS),
                "longer": milliseconds(chart, POINTS * MORE),
                "plain": milliseconds(plain, POINTS),
            }
        )
    )


def milliseconds(act, many: int) -> float:
    import statistics
    import time

    took = []
    for _ in range(RUNS):
        start = time.process_time()
        act(many)
        took.append((time.process_time() - start) * 1000)
    return statistics.median(took)


def points(many: int):
    from waylight.ui.charts import Point

    end = datetime(2026, 11, 23, tzinfo=UTC)
    return [Point(end - timedelta(days=n), n % 11) for n in range(many)]


def chart(many: int) -> str:
    from django.template.loader import render_to_string

    from waylight.ui import charts

    shown = points(many)
    drawn = charts.draw(shown, start=shown[-1].at, end=shown[0].at, top=10)
    return render_to_string("ui/chart.html", {"chart": drawn, "heading": "Rating"})


def plain(many: int) -> str:
    """What the table beside the drawing says, as Django's own template writes it, and no drawing."""
    from django.template import engines

    page = engines["django"].from_string("{% for p in points %}<li>{{ p.at|day }} {{ p.value }}{% endfor %}")
    return page.render({"points": points(many)})


if __name__ == "__main__":
    inside()
