"""Run beside a practice: a group of Dr Clara Demo's that meets now, with three who take part. Prints a session for each.

The journey knows nothing of Django; this is the door by which it comes to people that the demonstration does not have.
"""

import json
import os
from datetime import timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "waylight.config.settings"
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.base import SessionBase  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests import cast  # noqa: E402
from waylight.accounts.models import User  # noqa: E402
from waylight.accounts.second_factor import MARK  # noqa: E402
from waylight.accounts.sessions import SessionStore  # noqa: E402
from waylight.video.groups import courses, members  # noqa: E402

NAMES = ("Maya", "Kit", "Robin")


def signed_in(user: User) -> str:
    session: SessionBase = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[MARK] = {"user": str(user.pk), "how": "passkey", "used_at": timezone.now().timestamp()}
    session.save()
    return str(session.session_key)


clara = cast.clara()  # nobody in the demonstration meets her
manager = User.objects.filter(role="manager").first()
group = courses.plan(
    clara,
    name="Tuesday group",
    first_at=timezone.now() + timedelta(minutes=14),
    minutes=90,
    weeks=8,
    by=manager,
)
found = {"lead": signed_in(clara.user)}
for name in NAMES:
    client = cast.a_client(name.lower(), f"{name} Somebody", clara)
    members.agree(members.invite(group, client, by=clara.user), name, by=client.user)
    found[name] = signed_in(client.user)
print(json.dumps({"session": str(group.sessions.get(week=1).pk), "group": str(group.pk), "people": found}))
