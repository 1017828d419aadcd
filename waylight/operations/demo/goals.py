"""Ana's goals at Larkfield in her own words, how near she said they are, her charts, and the loop that she drew with Clara."""

from waylight.care import chart_notes, goals
from waylight.care.models import ChartNote, Goal, GoalRating, ReliefLoop
from waylight.care.relief import keeping
from waylight.operations.demo import ago
from waylight.people.models import Client, Therapist

# The words, since how many days, and (days ago, how near). Some weeks she said nothing.
SET = (
    (
        "Send one message before I stop answering",
        58,
        ((57, 1), (50, 2), (43, 2), (30, 4), (23, 4), (16, 5), (9, 6), (2, 6)),
    ),
    ("Go to choir again, and stay until the break", 44, ((43, 0), (30, 1), (16, 3), (9, 2), (2, 4))),
)
CHARTS = {"urges": "The gap is when Rea stayed here. I did not need to write."}
WITH_CLARA = {
    "before": "Rea hangs up, or does not answer. It is late.",
    "feeling": "Lonely and ashamed. My chest is tight.",
    "urge": "It says that then it will be quiet.",
    "relief": "For a while nothing is loud.",
    "after": "I hide it, and answer nobody.",
}
THEN_ANA = WITH_CLARA | {
    "again": "Nobody knows, so nobody comes. The next evening is lonelier.",
    "way_out": "Before I stop answering. One message to Rea, then the back step.",
}


def write(ana: Client, clara: Therapist) -> None:
    for words, days, ratings in SET:
        goal = goals.add(ana, words, by=ana.user)
        Goal.objects.filter(pk=goal.pk).update(added_at=ago.at(days, "16:20"))
        for days_ago, value in ratings:
            _rate(goal, value, days_ago)
    for chart, own_words in CHARTS.items():
        chart_notes.show(ana, chart, True, by=ana.user)
        note = chart_notes.write(ana, chart, own_words, by=ana.user)
        ChartNote.objects.filter(pk=note.pk).update(saved_at=ago.at(20, "21:00"))
    for number, (parts, by) in enumerate(((WITH_CLARA, clara.user), (THEN_ANA, ana.user)), 1):
        keeping.save(ana, parts, by=by, was_shown=number - 1)
        ReliefLoop.objects.filter(client=ana, number=number).update(saved_at=ago.at(9 - 2 * number, "15:40"))


def _rate(goal: Goal, value: int, days_ago: int) -> None:
    """Today's number, put on the day on which she said it."""
    rating = goals.rate(goal, value, by=goal.client.user)
    said = {"rated_on": ago.day(days_ago), "rated_at": ago.at(days_ago, "20:40")}
    GoalRating.objects.filter(pk=rating.pk).update(**said)
