"""`python -m tests.bench [--json] [NAME…]`: prints each figure with its unit, its baseline and their ratio."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.bench import (
    booking,
    chart,
    export,
    me_page,
    on_a_phone,
    page_guide,
    page_me,
    questionnaire,
    remind,
    room,
    signalling,
    slots,
    start_up,
)
from tests.bench.figures import Figures
from tests.journeys.running import a_practice

BENCHMARKS = {
    "start_up": start_up.measure,
    "page_guide": page_guide.measure,
    "page_me": page_me.measure,
    "me_page": me_page.measure,
    "chart": chart.measure,
    "questionnaire": questionnaire.measure,
    "export": export.measure,
    "slots": slots.measure,
    "race": booking.race,
    "book": booking.book,
    "remind": remind.measure,
    "room_join": room.join,
    "room_recover": room.recover,
    "signalling": signalling.measure,
    "crisis_bytes": on_a_phone.crisis_bytes,
    "guide_bytes": on_a_phone.guide_bytes,
    "crisis_offline": on_a_phone.crisis_offline,
    "lcp_slow3g": on_a_phone.lcp_slow3g,
}


def main() -> None:
    options = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    options.add_argument("--json", action="store_true", help="print JSON")
    options.add_argument("--most", action="store_true", help="slots: go to ten million appointments")
    options.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    given = options.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        options.error(f"there is no {', '.join(sorted(unknown))}")
    figures: Figures = {}
    with tempfile.TemporaryDirectory(prefix="waylight-bench-") as folder:
        with a_practice(Path(folder), on_postgresql=False):
            pass  # the demonstration practice is in the folder now
        for name in given.names or BENCHMARKS:
            print(f"measuring {name} …", file=sys.stderr)
            figures |= BENCHMARKS[name](Path(folder))
    if given.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, figure in figures.items():
            print("{0}: {value} {unit} (baseline {baseline}, ratio {ratio})".format(name, **figure))


main()
