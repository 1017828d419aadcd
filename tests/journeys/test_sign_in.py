"""Signing in: an inbox does not open a record; a passkey does, also on its own."""

import re

from playwright.sync_api import expect

from tests.devices import a_device_with_passkeys
from tests.journeys.conftest import Someone
from tests.journeys.people import Person
from tests.journeys.running import Running

BEN = "ben@example.org"
PIN_OF_BEN = "274915"


def sign_in_by_code(person: Person, reader: Person) -> None:
    person.go("/sign-in/")
    person.write("Your e-mail address", BEN)
    person.press("Send me a code")
    code = reader.mail_with(BEN, r"(?<=Your code is )[\w-]+")
    person.write("The code", code)
    person.press("Sign in")


def test_whoever_reads_the_mail_opens_times_and_never_the_record(practice: Running, someone: Someone):
    thief, mailbox = (
        Person(someone("phone", js=False), js=False, name="thief"),
        Person(someone(), js=False, name="mail"),
    )
    sign_in_by_code(thief, mailbox)
    thief.go("/me/sessions/")
    thief.sees("Session, 50 minutes")
    thief.go("/me/take-aways/")
    expect(thief.page).to_have_url(re.compile("/sign-in/unlock/"))
    thief.does_not_see("went all right today")
    thief.go("/sign-in/set-up/")
    thief.sees("Call us on")
    thief.go("/me/take-aways/")
    for _ in range(6):
        thief.write("Your PIN", "135790")
        thief.press("Unlock")
    thief.write("Your PIN", PIN_OF_BEN)
    thief.press("Unlock")
    thief.does_not_see("went all right today")


def test_a_passkey_is_set_up_by_invitation_and_then_signs_in_alone(practice: Running, someone: Someone):
    staff = Person(someone(), js=True, name="staff")
    staff.steps_in_as("Frank, a second manager")
    staff.go("/demo/")
    staff.steps_in_as("Dr David Osei")
    staff.go("/desk/clients/")
    staff.page.get_by_role("table").get_by_role("link").first.click()
    ben = staff.page.url.rstrip("/").rpartition("/")[2]
    staff.steps_in_as("Eva, a manager")
    staff.go(f"/office/people/{ben}/")
    staff.press("Send a new invitation")

    client = Person(someone("phone"), js=True, name="passkey")
    a_device_with_passkeys(client.page)
    sign_in_by_code(client, staff)
    client.go("/sign-in/set-up/")
    client.follow("A passkey")
    client.page.get_by_role("main").get_by_role("button").first.click()
    expect(client.page).to_have_url(re.compile(r"/me/$"))
    client.go("/me/take-aways/")
    client.sees("went all right today")
    client.page.context.clear_cookies()
    client.go("/sign-in/")
    client.page.get_by_role("main").get_by_role("button", name="passkey").click()
    expect(client.page).to_have_url(re.compile(r"/me/$"))
    client.go("/me/take-aways/")
    client.sees("went all right today")
