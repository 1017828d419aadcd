"""Eva looks at what a practice needs before it opens, and tests mail: out by the worker, in her inbox, its code typed back."""

from tests.journeys.people import Person
from tests.journeys.running import Running

CODE = r"\b\d{6}\b"


def test_mail_is_tested_with_a_message_that_comes_back(someone, practice: Running) -> None:
    eva = Person(someone("phone"), js=True, name="opening")
    eva.steps_in_as("Eva")
    eva.go("/office/opening/")
    eva.sees("The practice has been open since")
    eva.press("Send me a message")
    eva.sees("A message is on its way to you.")
    code = eva.mail_with("eva@example.org", CODE)
    assert code not in practice.logs()
    eva.go("/office/opening/")
    eva.write("Code in the message", code)
    eva.press("This is the code")
    eva.sees("Mail goes out and comes in.")
    eva.go("/office/opening/statements/backup/")
    eva.press("I answer for this")
    eva.sees("Write who did it, and what.")
