"""Goals: set and rated by the client, changed and ended with their history kept. A rating not given is no rating."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.care.models import Goal, GoalRating
from waylight.care.models.goals import MOST_GOALS, NEAREST
from waylight.care.safety_plans import reading
from waylight.people.models import Client
from waylight.privacy import audit, keyring
from waylight.ui.refusals import Refusal


class NotYours(Refusal):
    """Only the person whose goal it is may do that."""


class NoPlaceLeft(Refusal):
    """You have three goals. End one first, then there is room for another."""


class NothingWritten(Refusal):
    """Write what you want, in your own words."""


class HasEnded(Refusal):
    """This goal has ended. Take it up again first."""


class NotOnTheScale(Refusal):
    """Choose a number from 0 to 10."""


@transaction.atomic
def add(client: Client, words: str, *, by: Any) -> Goal:
    """Sets a goal. Raises NotYours, NoPlaceLeft, NothingWritten."""
    client = _own_client(client.pk, by)
    goal = Goal(client=client, words=_written(words), place=_free_place(client), added_at=timezone.now())
    goal.save(force_insert=True)
    audit.record("add-goal", by=by, person=client.pk, about=goal)
    return goal


@transaction.atomic
def reword(goal: Goal, words: str, *, by: Any) -> Goal:
    """Changes the words; those before are kept, and so are the ratings. Raises NotYours, HasEnded, NothingWritten."""
    goal = _own(goal, by)
    if goal.ended_at is not None:
        raise HasEnded
    words = _written(words)
    if words == goal.words:
        return goal
    before = {"words": goal.words, "until": timezone.now().isoformat()}
    goal.earlier = {"words": [*goal.earlier.get("words", []), before]}
    goal.words = words
    return _saved(goal, "reword-goal", by)


@transaction.atomic
def end(goal: Goal, *, by: Any) -> Goal:
    """Ends a goal, reached or not; nobody asks why. It stays to be looked at. Twice is the same as once. Raises NotYours."""
    goal = _own(goal, by)
    if goal.ended_at is not None:
        return goal
    goal.ended_at, goal.place = timezone.now(), None
    return _saved(goal, "end-goal", by)


@transaction.atomic
def take_up(goal: Goal, *, by: Any) -> Goal:
    """Takes a goal up again. Twice is the same as once. Raises NotYours, NoPlaceLeft."""
    goal = _own(goal, by)
    if goal.ended_at is None:
        return goal
    goal.ended_at, goal.place = None, _free_place(goal.client)
    return _saved(goal, "take-up-goal", by)


@transaction.atomic
def rate(goal: Goal, value: int, *, by: Any) -> GoalRating:
    """Says how near it is today; a second time that day takes the place of the first.

    Raises NotYours, HasEnded, NotOnTheScale.
    """
    goal = _own(goal, by)
    if goal.ended_at is not None:
        raise HasEnded
    if not 0 <= value <= NEAREST:
        raise NotOnTheScale
    today = timezone.localdate()
    rating = GoalRating.objects.filter(goal=goal, rated_on=today).first() or GoalRating(
        goal=goal, rated_on=today
    )
    rating.goal, rating.answer, rating.rated_at = goal, {"rating": value}, timezone.now()
    rating.save()
    audit.record("rate-goal", by=by, person=goal.client_id, about=rating)
    return rating


@transaction.atomic
def take_out(rating: GoalRating, *, by: Any) -> None:
    """Takes a rating out again. Raises NotYours."""
    goal = _own(rating.goal, by)
    audit.record("take-out-rating", by=by, person=goal.client_id, about=rating)
    rating.delete()


@transaction.atomic
def of_client(client: Client, *, by: Any) -> list[Goal]:
    """The goals that count now, in their places. Somebody else's reading is recorded."""
    return _read(Goal.objects.current().filter(client=client).visible_to(by), client, by)


@transaction.atomic
def ended(client: Client, *, by: Any) -> list[Goal]:
    """Those that have ended, the last one first. Somebody else's reading is recorded."""
    return _read(Goal.objects.ended().filter(client=client).visible_to(by), client, by)


def ratings(goals: list[Goal], *, since: datetime | None = None) -> dict[Any, list[GoalRating]]:
    """Goal id → its ratings, oldest first: of goals that were read already."""
    by_id = {goal.pk: goal for goal in goals}
    rows = GoalRating.objects.filter(goal__in=by_id).order_by("rated_at")
    found: dict[Any, list[GoalRating]] = defaultdict(list)
    for rating in rows.filter(rated_at__gte=since) if since else rows:
        rating.goal = by_id[rating.goal_id]
        found[rating.goal_id].append(rating)
    return found


def _read(rows: Any, client: Client, by: Any) -> list[Goal]:
    found = list(rows)
    keyring.load(found)
    if found:
        reading.note("read-goals", by=by, person=client.pk, about=found[0])
    return found


def _own(goal: Goal, by: Any) -> Goal:
    """The goal as it is now, to be changed: behind the lock of its client. Raises NotYours."""
    client = _own_client(goal.client_id, by)
    goal = Goal.objects.get(pk=goal.pk)
    goal.client = client
    return goal


def _own_client(pk: Any, by: Any) -> Client:
    client = Client.objects.select_for_update(of=("self",)).filter(pk=pk, user_id=by.pk).first()
    if client is None:
        raise NotYours
    return client


def _free_place(client: Client) -> int:
    taken = set(Goal.objects.current().filter(client=client).values_list("place", flat=True))
    free = next((place for place in range(1, MOST_GOALS + 1) if place not in taken), None)
    if free is None:
        raise NoPlaceLeft
    return free


def _written(words: str) -> str:
    if not words.strip():
        raise NothingWritten
    return words.strip()


def _saved(goal: Goal, verb: str, by: Any) -> Goal:
    goal.save()
    audit.record(verb, by=by, person=goal.client_id, about=goal)
    return goal
