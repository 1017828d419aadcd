"""Web processes that do not hear of each other are refused, before two people wait for one another."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.running import ROOT, free_port
from waylight.config import channel_layers


@pytest.mark.parametrize(
    ("workers", "redis", "is_sound"),
    [(1, "", True), (2, "", False), (2, "redis://localhost:6379", True), (1, "redis://localhost:6379", True)],
)
def test_several_processes_need_redis(workers: int, redis: str, is_sound: bool, settings: Any) -> None:
    settings.WORKERS, settings.REDIS = workers, redis
    found = channel_layers.processes_hear_each_other()
    assert [error.id for error in found] == ([] if is_sound else ["waylight.E003"])


def test_what_passes_through_redis_is_sealed_and_not_kept() -> None:
    layer = channel_layers.redis("redis://localhost:6379", "a secret")
    assert layer["BACKEND"].startswith("channels_redis.pubsub.")
    assert layer["CONFIG"]["symmetric_encryption_keys"] == ["a secret"]


def test_the_server_does_not_start_then_and_says_what_to_do(tmp_path: Path) -> None:
    mine = {
        name: value for name, value in os.environ.items() if not name.startswith(("WAYLIGHT_", "DJANGO_"))
    }
    here = {"WAYLIGHT_VAR": str(tmp_path), "WAYLIGHT_KEYS": str(tmp_path / "keys"), "WAYLIGHT_INSECURE": "1"}
    more = {"WAYLIGHT_WORKERS": "2", "PORT": str(free_port())}
    ended = subprocess.run(
        [ROOT / "bin/run"], env=mine | here | more, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert "Set WAYLIGHT_REDIS" in ended.stderr
