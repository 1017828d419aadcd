"""Accounts are opened by others and closed at once; permissions stand in one table; settings are one's own."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.accounts.signing_in import by_inbox, once, unlocked
from tests.cast import ana, ben, clara, eva
from waylight.accounts import devices, invitations
from waylight.accounts.accounts import EmailTaken, close_account, open_account
from waylight.accounts.models import Role, User
from waylight.accounts.permissions import ROLES, Permission, may
from waylight.privacy.keyring import RECORD, key_for
from waylight.privacy.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def a_device(client: Client, user: User) -> UserSession:
    by_inbox(client, user)
    return UserSession.objects.create(
        user=user, ip="192.0.2.0", session_key=client.session.session_key, user_agent=FIREFOX
    )


def test_an_account_is_opened_with_keys_of_its_own_and_no_password() -> None:
    user = open_account(" New@Example.org ", Role.CLIENT, by=eva())
    assert user.email == "new@example.org"
    assert not user.has_usable_password()
    assert len(key_for(user.pk, RECORD)) == 32
    assert AuditEvent.objects.filter(verb="open-account", person=str(user.pk)).exists()


def test_an_address_has_one_account_whatever_its_letters() -> None:
    ana()
    with pytest.raises(EmailTaken, match="an account with this e-mail address"):
        open_account("ANA@example.org", Role.CLIENT, by=eva())


def test_closing_an_account_signs_out_at_the_next_click(client: Client) -> None:
    user = ana().user
    a_device(client, user)
    by_inbox(other := Client(), user)  # a session that no list knows
    invitations.invite(user, by="worker")
    close_account(user, by=eva())
    assert client.get("/me/")["Location"].startswith("/sign-in/")
    assert other.get("/me/")["Location"].startswith("/sign-in/")
    assert invitations.open_for(user) is None


def test_the_table_of_roles_says_who_may_do_what() -> None:
    assert may(ana().user, Permission.USE_OWN_AREA)
    assert not may(ana().user, Permission.KEEP_RECORD)
    assert may(clara().user, Permission.KEEP_RECORD)
    assert not may(clara().user, Permission.ANSWER_ENQUIRIES)
    assert may(eva(), Permission.ANSWER_ENQUIRIES)
    assert not may(eva(), Permission.KEEP_RECORD)
    assert set(ROLES) == set(Role)
    assert set().union(*ROLES.values()) == set(Permission)


def test_zone_and_look_are_saved(client: Client) -> None:
    by_inbox(client, ana().user)
    client.post("/sign-in/settings/", {"zone": "Asia/Kolkata", "theme": "contrast", **once()})
    user = User.objects.get(email="ana@example.org")
    assert (user.zone, user.theme) == ("Asia/Kolkata", "contrast")
    assert 'data-theme="contrast"' in client.get("/sign-in/settings/").content.decode()
    client.post("/sign-in/settings/", {"zone": "Asia/Kolkata", "theme": "system", **once()})
    assert User.objects.get(email="ana@example.org").theme == ""


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd"])
def test_a_zone_that_is_none_is_refused(client: Client, zone: str) -> None:
    by_inbox(client, ana().user)
    page = client.post("/sign-in/settings/", {"zone": zone, "theme": "dark", **once()})
    assert page.status_code == 200
    assert User.objects.get(email="ana@example.org").zone == "Europe/London"


def test_cities_are_shown_with_the_offset_of_today(client: Client, clock) -> None:
    by_inbox(client, ana().user)
    clock("2026-11-26 09:00+00:00")
    client.force_login(ana().user)
    page = client.get("/sign-in/settings/").content.decode()
    assert "Athens (UTC+2)" in page
    assert "Kolkata (UTC+5:30)" in page
    clock("2026-07-01 09:00+00:00")
    client.force_login(ana().user)
    assert "Athens (UTC+3)" in client.get("/sign-in/settings/").content.decode()


def test_a_device_can_be_signed_out_from_another(client: Client) -> None:
    user = ana().user
    there = Client()
    row = a_device(there, user)
    by_inbox(client, user)
    assert "Firefox on Android" in client.get("/sign-in/settings/").content.decode()
    client.post(f"/sign-in/settings/devices/{row.pk}/end/", once())
    assert there.get("/me/")["Location"].startswith("/sign-in/")


def test_somebody_elses_device_is_not_there(client: Client) -> None:
    row = a_device(Client(), ben().user)
    by_inbox(client, ana().user)
    assert client.post(f"/sign-in/settings/devices/{row.pk}/end/", once()).status_code == 404
    assert UserSession.objects.filter(pk=row.pk).exists()


def test_unlocking_keeps_the_device_in_the_list(client: Client) -> None:
    from tests.accounts.signing_in import ODD_PIN, with_pin

    user = with_pin(ana().user)
    row = a_device(client, user)
    client.post("/sign-in/unlock/", {"digits": ODD_PIN, **once()})
    row.refresh_from_db()
    assert row.session_key == client.session.session_key


def test_another_passkey_needs_the_mark(client: Client) -> None:
    from tests.accounts.signing_in import with_pin

    by_inbox(client, with_pin(ana().user))
    assert client.get("/sign-in/settings/passkey/")["Location"].startswith("/sign-in/unlock/")
    unlocked(client, ana().user)
    assert client.get("/sign-in/settings/passkey/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("", "A browser on a device"),
    ],
)
def test_a_device_is_named_in_words(agent: str, words: str) -> None:
    assert devices.in_words(agent) == words


def test_of_an_address_on_the_internet_the_network_alone_is_used(rf) -> None:
    from waylight.accounts.adapters import AccountAdapter

    seen = [
        AccountAdapter().get_client_ip(rf.get("/", REMOTE_ADDR=a)) for a in ("192.0.2.77", "2001:db8:1:2::7")
    ]
    assert seen == ["192.0.2.0", "2001:db8:1::"]
