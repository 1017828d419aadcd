"""However much a client wrote and was suggested, a page asks the database a dozen times at most."""

import pytest
from django.urls import reverse

from tests.cast import ana, clara
from tests.exercises.going import RECORD, a_finished_entry, a_shared_entry
from tests.sign_in import signed_in
from waylight.exercises import assignments, catalogue, diary

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> dict[str, object]:
    """Every exercise suggested, and ten entries."""
    for one in catalogue.all():
        agreed = assignments.Agreed(has_read_caution=True)
        assignments.assign(ana(), one.id, by=clara().user, agreed=agreed)
    written = [a_finished_entry() for _ in range(5)]
    noted = [diary.note(ana(), {"urge_peak": 3}, by=ana().user) for _ in range(5)]
    return {"ana": ana().pk, "entry": written[0].pk, "note": noted[0].pk, "shared": a_shared_entry().pk}


@pytest.mark.parametrize(
    ("who", "name", "args"),
    [
        (ana, "mine", ()),
        (ana, "more", ()),
        (ana, "begin", (RECORD,)),
        (ana, "entry", ("entry",)),
        (ana, "step", ("entry", "moment")),
        (ana, "diary", ()),
        (ana, "diary_step", ("note", "helped")),
        (clara, "library", ()),
        (clara, "in_library", (RECORD,)),
        (clara, "preview", (RECORD, "moment")),
        (clara, "assign", ("ana",)),
        (clara, "suggest", ("ana", RECORD)),
        (clara, "shared", ("shared",)),
    ],
)
def test_a_page_asks_at_most_twelve_times(who, name, args, rows, django_assert_max_num_queries) -> None:
    address = reverse(f"exercises:{name}", args=[rows.get(arg, arg) for arg in args])
    browser = signed_in(who().user)
    with django_assert_max_num_queries(12):
        assert browser.get(address).status_code == 200
