"""A guide page beside nginx serving the same bytes."""

import statistics
import tempfile
import urllib.request
from pathlib import Path

from tests.bench.figures import Figures, figure
from tests.bench.servers import WAYLIGHT, granian, nginx, requests_a_second, served
from tests.journeys.running import environment, free_port

GUIDE = "read/self-harm-explained/"


def measure(folder: Path) -> Figures:
    """Requests a second over 16 connections, by turns (ASSURANCE D3)."""
    port, rival = free_port(), free_port()
    address, same = f"http://localhost:{port}/{GUIDE}", f"http://localhost:{rival}/{GUIDE}"
    ours, limit = [], []
    with (
        tempfile.TemporaryDirectory(prefix="waylight-nginx-") as bare,
        served(granian(WAYLIGHT, port), address, environment(folder, port, "")),
    ):
        copy = Path(bare) / GUIDE / "index.html"
        copy.parent.mkdir(parents=True)
        with urllib.request.urlopen(address) as answer:
            copy.write_bytes(answer.read())
        with served(nginx(Path(bare), rival), same, {}):
            for _ in range(3):
                ours.append(requests_a_second(address))
                limit.append(requests_a_second(same))
    return {"page_guide": figure(statistics.median(ours), "requests/s", baseline=statistics.median(limit))}
