"""What Ana wrote between sessions: a map, two cards, a compass, nights, a letter that is not finished."""

from typing import Any

Answers = dict[str, Any]
THOUGHT_RECORD = "cbt-thought-record"
MAP, COMPASS, CARD = "cbt-five-areas-map", "act-values-compass", "cbt-coping-cards"
NIGHT, LETTER = "cbt-sleep-diary", "cft-compassionate-letter"

# Days ago, what she wrote, and whether she shared it.
RECORDS: list[tuple[int, Answers, bool]] = [
    (
        1,
        {
            "situation": "She hung up on me",
            "emotions_before": [{"emotion": "sad", "strength": 70}, {"emotion": "ashamed", "strength": 50}],
            "thoughts_then": [{"thought": "She cannot stand me", "belief": 80, "hot": True}],
            "evidence_for": ["Her voice was short"],
            "evidence_against": ["She was late for work", "She calls most days"],
            "friend_words": "That was a hard moment. It is not the whole of you.",
            "balanced_thought": "She was late for work, and she calls most days. I can ask her on Sunday.",
            "balanced_belief": 60,
            "rerate_hot": 40,
        },
        True,
    ),
    (
        3,
        {
            "situation": "I forgot a deadline",
            "emotions_before": [{"emotion": "anxious", "strength": 60}],
            "thoughts_then": [{"thought": "I always ruin things", "belief": 70, "hot": True}],
            "patterns": ["all_or_nothing"],
            "evidence_for": ["It was due on Monday"],
            "evidence_against": ["I asked for two more days and got them"],
            "friend_words": "One date is one date. You wrote to them the same evening.",
            "balanced_thought": "I forgot one thing and said so. Most things I do in time.",
            "balanced_belief": 70,
        },
        False,
    ),
]
FIVE_AREAS: Answers = {
    "situation": "Rea hung up. It was late and the flat was quiet.",
    "thoughts": "Nobody can stand me. I only make it worse.",
    "feelings": [
        {"emotion": "lonely", "strength": 80},
        {"emotion": "ashamed", "strength": 60},
    ],
    "body": ["tight_chest", "restless"],
    "actions": "I stayed alone with it, and did not answer anybody.",
    "links": ["thoughts_to_feelings", "feelings_to_actions"],
    "exit_point": "Before I stop answering. One message is enough.",
}
VALUES: Answers = {
    "domains": [
        {
            "domain": "family",
            "value": "Somebody Rea can be silly with again",
            "importance": 9,
            "living": 5,
        },
        {
            "domain": "nature",
            "value": "Outside once a day, also in rain",
            "importance": 7,
            "living": 6,
        },
        {
            "domain": "creativity",
            "value": "Singing, without being good at it",
            "importance": 8,
            "living": 3,
        },
    ],
    "direction": "Go to choir on Thursday, even if I only listen",
    "barriers": "The thought that they will all look at me",
}
CARDS: list[Answers] = [
    {
        "title": "Late and loud",
        "when_i_feel": "Nobody can stand me",
        "remind": "It was this loud before, and it got quieter. It does not have to be decided tonight.",
        "do": ["The back step, with the blanket", "Another room first"],
        "contact": "Rea",
        "favourite": True,
    },
    {
        "title": "After a phone call",
        "when_i_feel": "I always ruin things",
        "remind": "She was late for work. She calls most days.",
        "do": ["The walking list, all of it"],
        "favourite": True,
    },
]
# Days ago, what she wrote, and whether she shared it. The last one is not finished.
NIGHTS: list[tuple[int, Answers, bool]] = [
    (
        9,
        {
            "into_bed": "23:30", "lights_out": "00:10", "sleep_latency": 70, "wakings": 2, "awake_total": 40,
            "final_wake": "06:50", "got_up": "07:30", "quality": 2, "nightmares": "yes", "hard_time": "a_bit",
        },
        True,
    ),
    (
        6,
        {
            "into_bed": "22:50", "lights_out": "23:20", "sleep_latency": 40, "wakings": 1, "awake_total": 15,
            "final_wake": "07:00", "got_up": "07:20", "quality": 3, "nightmares": "no", "hard_time": "no",
            "what_helped": ["reading", "warm_drink"],
        },
        True,
    ),
    (
        4,
        {
            "into_bed": "22:45", "lights_out": "23:00", "sleep_latency": 30, "wakings": 1, "awake_total": 10,
            "final_wake": "06:55", "got_up": "07:15", "quality": 4, "nightmares": "no", "hard_time": "no",
            "what_helped": ["reading", "no_screens"],
        },
        False,
    ),
]  # fmt: skip
LAST_NIGHT: Answers = {"into_bed": "23:10", "lights_out": "23:25"}
LETTER_BEGUN: Answers = {
    "about": "The evening I did not go to choir",
    "understand": "… tired. A full room was too much that evening.",
}
SKILLS = [
    "The back step, with the blanket",
    "The walking list, all of it",
    "Another room first",
    "A message to Rea",
    "Water the lemon tree",
]
