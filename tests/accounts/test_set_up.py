"""Setting up the second factor: by invitation, once, in place of what was there."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client

from tests.accounts.signing_in import (
    ODD_PIN,
    SECRET,
    authenticators,
    by_inbox,
    code_of_the_app,
    once,
    unlocked,
    with_authenticator,
    with_pin,
)
from tests.cast import ana, clara, eva
from waylight.accounts import factors, invitations, pins
from waylight.accounts.models import Invitation, Pin
from waylight.accounts.second_factor import MARK
from waylight.config import settings as real
from waylight.notifications.models import Notification, State
from waylight.notifications.notify import words_of
from waylight.privacy.encryption import Unreadable
from waylight.privacy.models import AuditEvent
from waylight.privacy.sealing import seal_text, unseal_text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]


def choose_pin(client: Client, digits: str = ODD_PIN, again: str | None = None):
    return client.post("/sign-in/set-up/pin/", {"digits": digits, "again": again or digits, **once()})


def invited(client: Client, user):
    invitations.invite(user, by="worker")
    return by_inbox(client, user)


def test_an_invited_client_chooses_a_pin_and_is_unlocked(client: Client) -> None:
    user = ana().user
    invited(client, user)
    assert choose_pin(client)["Location"] == "/home/"
    assert client.get("/me/record/").status_code == 200
    assert factors.ways(user) == ["pin"]
    verbs = set(AuditEvent.objects.filter(person=str(user.pk)).values_list("verb", flat=True))
    assert {"invite", "use-invitation", "set-pin", "unlock"} <= verbs


def test_an_invitation_is_used_once(client: Client) -> None:
    user = ana().user
    invited(client, user)
    choose_pin(client)
    assert invitations.open_for(user) is None
    with pytest.raises(invitations.NotInvited):
        factors.set_pin(user, "594837")


def test_an_invitation_ends_after_its_days(client: Client, clock) -> None:
    clock("2026-11-12 09:00+00:00")
    user = ana().user
    invited(client, user)
    clock("2026-11-26 09:00+00:00")
    by_inbox(client, user)
    assert choose_pin(client)["Location"] == "/sign-in/set-up/"
    assert not Pin.objects.filter(pk=user.pk).exists()


def test_an_invitation_ends_earlier_ones_and_takes_their_message_back() -> None:
    user = ana().user
    first, second = invitations.invite(user, by=eva()), invitations.invite(user, by=eva())
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert invitations.open_for(user) == second
    assert list(Notification.objects.order_by("created_at").values_list("state", flat=True)) == [
        State.WITHDRAWN,
        State.QUEUED,
    ]


def test_the_invitation_is_a_neutral_mail_sealed_with_the_clients_own_key() -> None:
    client = ana()
    invitations.invite(client.user, by=eva(), person_id=client.pk)
    row = Notification.objects.get()
    assert (row.person_id, row.address) == (client.pk, "ana@example.org")
    words = words_of(row)
    assert "/sign-in/set-up/" in words.body
    assert "therap" not in f"{words.subject}{words.body}".lower()


def test_what_was_set_before_stays_until_the_invitation_is_used_and_then_goes(client: Client) -> None:
    user = with_pin(ana().user, "594837")
    invited(client, user)
    assert factors.ways(user) == ["pin"]
    client.post("/sign-in/unlock/", {"digits": "594837", **once()})
    assert client.get("/me/record/").status_code == 200
    choose_pin(client)
    assert not pins.fits(user, "594837")
    assert pins.fits(user, ODD_PIN)


def test_who_is_unlocked_elsewhere_with_what_was_set_before_is_signed_out(client: Client) -> None:
    from allauth.usersessions.models import UserSession

    user = with_pin(ana().user, "594837")
    thief = unlocked(Client(), user)
    UserSession.objects.create(
        user=user, ip="192.0.2.0", session_key=thief.session.session_key, user_agent=""
    )
    invited(client, user)
    choose_pin(client)
    assert client.get("/me/record/").status_code == 200
    assert thief.get("/me/record/")["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize(
    "easy",
    [
        "12345",
        "1234567890123",
        "123456",
        "987654",
        "890123",
        "444444",
        "121212",
        "123123",
        "12 456",
        "abcdef",
        "１２４８１６",
    ],
)
def test_an_easy_pin_is_refused(easy: str) -> None:
    with pytest.raises(pins.TooEasy):
        pins.check_strength(easy)


@pytest.mark.parametrize("good", ["482917", "112358", "123457", "602214076"])
def test_a_good_pin_is_taken(good: str) -> None:
    pins.check_strength(good)


def test_a_pin_typed_differently_the_second_time_is_not_set(client: Client) -> None:
    user = ana().user
    invited(client, user)
    page = choose_pin(client, ODD_PIN, "482918").content.decode()
    assert "The two are not the same" in page
    assert invitations.open_for(user) is not None
    assert not Pin.objects.filter(pk=user.pk).exists()


def test_staff_have_no_pin(client: Client) -> None:
    user = clara().user
    invited(client, user)
    assert client.get("/sign-in/set-up/pin/").status_code == 404
    assert "A PIN" not in client.get("/sign-in/set-up/").content.decode()
    with pytest.raises(factors.NotForStaff):
        factors.set_pin(user, ODD_PIN)


def test_an_authenticator_app_is_connected_with_its_first_code(client: Client, monkeypatch) -> None:
    user = clara().user
    invited(client, user)
    monkeypatch.setattr("waylight.accounts.views.set_up.totp.get_totp_secret", lambda: SECRET)
    page = client.get("/sign-in/set-up/app/").content.decode()
    assert "data:image/svg+xml;base64," in page
    wrong = client.post("/sign-in/set-up/app/", {"code": "000000", **once()})
    assert "That code did not fit" in wrong.content.decode()
    right = client.post("/sign-in/set-up/app/", {"code": code_of_the_app(), **once()})
    assert right["Location"] == "/home/"
    assert factors.ways(user) == ["authenticator"]
    assert client.get("/desk/").status_code == 200


def test_the_secret_of_an_app_is_nowhere_in_the_database_in_clear(client: Client) -> None:
    from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

    user = clara().user
    invited(client, user)
    client.get("/sign-in/set-up/app/")
    while_setting_up = client.session[SECRET_SESSION_KEY]
    with_authenticator(eva())
    for secret in (while_setting_up, SECRET):
        assert not in_the_database(secret)
    assert Authenticator.objects.get(user=eva()).wrap().validate_code(code_of_the_app())


def test_a_code_on_its_way_is_nowhere_in_the_database_in_clear(client: Client) -> None:
    session = client.session
    session["account_login"] = {"state": {"code": "7391-2846", "email": "typed@example.org"}}
    session.save()
    assert client.session["account_login"]["state"]["code"] == "7391-2846"
    assert not in_the_database("7391-2846")
    assert not in_the_database("typed@example.org")


def in_the_database(text: str) -> bool:
    """Whether any text column of any table holds it, in clear or as Django's own sessions would write it."""
    import base64

    needles = [text, *(base64.b64encode((pad + text).encode()).decode()[4:-4] for pad in ("", "x", "xx"))]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(needle in str(row) for row in cursor.fetchall() for needle in needles):
                return True
    return False


def test_a_session_that_was_sealed_with_another_key_is_empty() -> None:
    from waylight.accounts.sessions import SessionStore

    assert SessionStore().decode(seal_text("{}", "something else")) == {}
    assert SessionStore().decode("not sealed at all") == {}


def test_what_is_sealed_for_one_purpose_does_not_open_for_another() -> None:
    sealed = seal_text("words", "pins")
    assert unseal_text(sealed, "pins") == "words"
    with pytest.raises(Unreadable):
        unseal_text(sealed, "sessions")


def test_a_pin_in_the_database_is_no_hash_that_could_be_guessed_from() -> None:
    user = with_pin(ana().user)
    hashed = Pin.objects.get(pk=user.pk).hashed
    assert "argon2" not in hashed
    assert pins.fits(user, ODD_PIN)


def test_a_pin_of_a_real_practice_is_slow_to_guess(settings) -> None:
    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    assert make_password(ODD_PIN).startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")


BROKEN = [
    "", "not json", "{}", "[]", "7", "null", '"x"', '{"id": "x"}', '{"rawId": 7}', '{"id": "eA", "rawId": "eA"}',
    '{"id": "x", "rawId": "eA", "type": "public-key", "response": {}}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": []}',
    '{"id": "eA", "rawId": "eA", "response": {"userHandle": "eA"}}',
    '{"id": "eA", "rawId": "eA", "response": {"userHandle": 7, "clientDataJSON": "eA", "attestationObject": "eA"}}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "clientExtensionResults": {}, "response": {"clientDataJSON": "e30",'
    ' "attestationObject": "oA", "authenticatorData": "eA", "signature": "eA", "userHandle": "eA"}}',
]  # fmt: skip


@pytest.mark.parametrize("credential", BROKEN)
def test_a_broken_answer_of_a_device_sets_nothing_up(client: Client, credential: str) -> None:
    user = ana().user
    invited(client, user)
    client.get("/sign-in/set-up/passkey/challenge/")
    page = client.post("/sign-in/set-up/passkey/", {"credential": credential, **once()})
    assert "That passkey did not work." in page.content.decode()
    assert authenticators(user) == []
    assert MARK not in client.session
    assert Invitation.objects.get(user=user).used_at is None


@pytest.mark.parametrize("credential", BROKEN)
def test_a_broken_answer_of_a_device_unlocks_nothing(client: Client, credential: str) -> None:
    by_inbox(client, with_pin(ana().user))
    client.get("/sign-in/unlock/passkey/")
    answer = client.post("/sign-in/unlock/passkey/", {"credential": credential, **once()})
    assert answer["Location"].startswith("/sign-in/unlock/")
    assert MARK not in client.session


@pytest.mark.parametrize("credential", BROKEN)
def test_a_broken_answer_of_a_device_signs_nobody_in(client: Client, credential: str) -> None:
    client.get("/sign-in/passkey/")
    answer = client.post("/sign-in/passkey/", {"credential": credential})
    assert answer["Location"].startswith("/sign-in/")
    assert "_auth_user_id" not in client.session
