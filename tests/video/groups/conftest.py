"""One Janus for all tests of this folder that need it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.video.groups.engine import KEY, Engine, an_engine


@pytest.fixture(scope="session")
def running_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with an_engine(tmp_path_factory.mktemp("janus")) as engine:
        yield engine


@pytest.fixture
def engine(running_engine: Engine, settings: Any) -> Engine:
    settings.JANUS, settings.JANUS_LINE, settings.JANUS_KEY = running_engine.address, running_engine.line, KEY
    return running_engine
