"""The questions of the papers, by part: the forms ask them, the summary repeats them beside the answers."""

ABOUT = {
    "full_name": "Your full name",
    "called": "What do you like to be called?",
    "born_on": "Date of birth",
    "telephone": "A number to call you on",
    "doctor": "Your doctor or surgery",
    "home": "Who else is at home when we talk?",
    "sign": "A word or sign that means you cannot talk just then",
    "easier": "What would make talking easier?",
}
PLACE = {
    "address": "Where are you usually when we talk?",
    "region": "Which part of the country is that?",
    "finding": "Anything that helps someone find you?",
    "hospital": "The nearest hospital for emergencies",
}
PARTS = {"about": ABOUT, "place": PLACE}
