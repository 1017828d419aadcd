"""The audit trail's chain."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import cast
from waylight.privacy import audit
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def three_events() -> None:
    eva = cast.eva()
    for verb in ("read-note", "sign-note", "book"):
        audit.record(verb, by=eva, person=eva.pk, about=eva)


def test_linked_events_are_sound_and_the_tail_is_counted():
    three_events()
    assert audit.link() == 3
    audit.record("book", by="worker")
    verdict = audit.verify()
    assert (verdict.linked, verdict.unlinked, verdict.is_sound) == (3, 1, True)


def test_linking_twice_goes_on_where_it_stopped():
    three_events()
    audit.link()
    three_events()
    assert audit.link() == 3
    assert audit.verify().linked == 6


@pytest.mark.parametrize(
    "change", [{"actor": "somebody else"}, {"verb": "nothing"}, {"person": "x"}, {"row": "y"}]
)
def test_a_changed_event_breaks_the_chain(change):
    three_events()
    audit.link()
    AuditEvent.objects.filter(position=2).update(**change)
    assert audit.verify().broken_at == 2


def test_a_removed_event_breaks_the_chain():
    three_events()
    audit.link()
    AuditEvent.objects.filter(position=2).delete()
    assert audit.verify().broken_at == 2


def test_the_command_fails_on_a_broken_chain_and_says_where():
    three_events()
    audit.link()
    AuditEvent.objects.filter(position=3).update(verb="nothing")
    with pytest.raises(CommandError, match="position 3"):
        call_command("verify_audit")


def test_the_command_says_what_is_sound():
    three_events()
    audit.link()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "3 events linked, 0 not linked" in out.getvalue()
