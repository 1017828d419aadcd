"""The demonstration practice as nobody has used it yet: made once a run, and copied for each test that needs one of its own."""

import atexit
import fcntl
import os
import shutil
import subprocess
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def _shelf() -> Path:
    """Where they stand: bin/test names a folder for all its processes; whoever runs a test by hand has one for theirs."""
    if named := os.environ.get("PREPARED_PRACTICES"):
        return Path(named)
    own = Path(tempfile.mkdtemp(prefix="waylight-prepared-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    return own


def environment(folder: Path, port: int, database: str) -> dict[str, str]:
    """What bin/demo sets, for a folder of our own. Only the way to PostgreSQL comes from outside."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("WAYLIGHT_", "DJANGO_"))}
    return mine | {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WAYLIGHT_DEMO": "1",
        "WAYLIGHT_URL": f"http://localhost:{port}",
        "WAYLIGHT_VAR": str(folder),
        "WAYLIGHT_KEYS": str(folder / "keys"),
        "WAYLIGHT_DATABASE": database,
    }


def copy_into(folder: Path) -> None:
    """A practice on the embedded database."""
    shutil.copytree(_made(_shelf() / "embedded", ""), folder, dirs_exist_ok=True)


def copy_into_postgresql(folder: Path, name: str) -> None:
    """A practice on PostgreSQL, in a new database of that name."""
    shelf = _shelf()
    model = f"waylight_{shelf.name}_model".replace("-", "_")
    made = _made(shelf / "postgresql", model)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    _on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{model}"')


def _made(place: Path, model: str) -> Path:
    with (place.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            new = place.with_suffix(".new")
            new.mkdir(mode=0o700)
            if model:
                _on_the_server(f'CREATE DATABASE "{model}"')
                if not os.environ.get("PREPARED_PRACTICES"):
                    atexit.register(_on_the_server, f'DROP DATABASE "{model}" WITH (FORCE)')
            variables = environment(new, 8000, f"postgresql:///{model}" if model else "")
            for command in (["bin/keys"], [".venv/bin/python", "manage.py", "prepare", "load_demo"]):
                subprocess.run(command, cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL)
            new.rename(place)
    return place


def _on_the_server(command: str) -> None:
    import psycopg

    with closing(psycopg.connect("dbname=postgres", autocommit=True)) as server:
        server.execute(command.encode())
