"""The settings of the tests: the real ones, with keys of their own, a folder of their own and no https."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="waylight-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

KEPT = ("WAYLIGHT_DATABASE", "WAYLIGHT_SHOTS")
for _name in [name for name in os.environ if name.startswith("WAYLIGHT_") and name not in KEPT]:
    del os.environ[_name]  # what a developer has set must not change a test
os.environ |= {
    "WAYLIGHT_VAR": _folder,
    "WAYLIGHT_INSECURE": "1",
    "WAYLIGHT_SECRET_KEY": "5ec7e701" * 8,
    "WAYLIGHT_MASTER_KEY": "a57e4002" * 8,
    "WAYLIGHT_DATABASE_KEY": "da7aba5e" * 8,
}

from waylight.config.settings import *  # noqa: E402, F403
from waylight.config.settings import DATABASES, STORAGES  # noqa: E402

# Several runs may share one PostgreSQL server, so each has a name of its own.
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["TEST"] = {"NAME": f"test_waylight_{os.getpid()}"}
else:
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["tests.quick_pins.QuickArgon2"]
