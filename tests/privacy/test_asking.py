"""A question whose SQL is made once gives what its queryset would, each time it is asked."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from waylight.people.models import Client, EpisodeOfCare
from waylight.privacy.asking import Among, Given, Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def clara():
    return cast.clara()


@pytest.fixture
def ana():
    return cast.ana()


@pytest.fixture
def ben():
    return cast.ben()


@Question
def by_id() -> QuerySet[Any]:
    return Client.objects.filter(pk=Given("client")).select_related("user")


@Question
def some(newest_first: bool) -> QuerySet[Any]:
    found = Client.objects.filter(Among("pk", "clients"), created_at__lte=Given("now"))
    return found.order_by("-created_at" if newest_first else "created_at").values_list("pk", "created_at")


@Question
def counted() -> QuerySet[Any]:
    return Client.objects.filter(pk=Given("client")).annotate(courses=Count("episodes")).only("country")


@Question
def since() -> QuerySet[Any]:
    return EpisodeOfCare.objects.filter(starts_on__gte=Given("day")).values_list("starts_on", flat=False)


@Question
def locking() -> QuerySet[Any]:
    return Client.objects.filter(pk=Given("client")).select_for_update()


def test_an_instance_comes_with_what_is_selected_with_it(ana, ben, django_assert_num_queries):
    for one in (ana, ben, ana):
        with django_assert_num_queries(1):
            found = by_id.row(client=one.pk)
            assert found == one
            assert found.user == one.user
    assert found.name == ana.name  # sealed words open as ever
    found.country = "IE"
    found.save()
    assert Client.objects.get(pk=ana.pk).country == "IE"


def test_nobody_is_none(ana, clara):
    assert by_id.row(client=clara.user.pk) is None
    assert by_id.rows(client=clara.user.pk) == []


def test_forms_of_a_question_are_told_apart(ana, ben):
    now = timezone.now() + timedelta(minutes=1)
    both = {"clients": [ana.pk, ben.pk], "now": now}
    assert [pk for pk, _at in some.rows(False, **both)] == [ana.pk, ben.pk]
    assert [pk for pk, _at in some.rows(True, **both)] == [ben.pk, ana.pk]
    assert some.rows(True, clients=[ben.pk], now=now) == [(ben.pk, ben.created_at)]
    assert some.rows(True, clients=[], now=now) == []
    assert some.rows(True, clients=[ana.pk], now=ana.created_at - timedelta(microseconds=1)) == []


def test_what_is_counted_and_what_is_left_out(ana):
    found = counted.row(client=ana.pk)
    assert found.courses == ana.episodes.count()
    assert found.get_deferred_fields() >= {"age_band", "zone"}
    assert found.age_band == ana.age_band


def test_days_are_days(ana):
    (course,) = ana.episodes.all()
    assert since.rows(day=course.starts_on) == [(course.starts_on,)]
    assert since.rows(day=course.starts_on + timedelta(days=1)) == []


def test_the_sql_is_made_once(ana, ben, monkeypatch):
    by_id.rows(client=ana.pk)
    monkeypatch.setattr(by_id, "build", lambda: pytest.fail("made again"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert by_id.row(client=ben.pk) == ben
    assert len(asked) == 1


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_row_is_locked_within_a_transaction_alone(ana):
    with pytest.raises(TransactionManagementError):
        locking.rows(client=ana.pk)


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_by_a_connection_of_its_own(ana):
    found: list[Any] = []

    def ask() -> None:
        found.append(by_id.row(client=ana.pk))
        connection.close()

    by_id.rows(client=ana.pk)
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [ana]


def test_a_value_that_is_not_told_is_a_mistake(ana):
    with pytest.raises(KeyError):
        by_id.rows()
