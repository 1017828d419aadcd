"""Words that no page of ours says, as plain sets of lower-case words and phrases. `found` looks for them as whole words."""

import re
from collections.abc import Iterable

# REQUIREMENTS 7.1 and UI.md 5: they label, blame, dramatise or promise too much.
BANNED = {
    "addict", "attention seeking", "attention-seeking", "attempt failed", "clean", "commit suicide", "commits suicide",
    "committed suicide", "crisis portal", "cure", "cured", "cures", "cutter", "cutters", "deliberate self-harm",
    "epidemic", "failed", "failed attempt", "guaranteed", "homework", "intake assessment", "manipulative",
    "mentally ill", "missed", "onboarding", "overdue", "panic button", "proud of you", "proven to stop", "relapse",
    "relapsed", "relapses", "self-harmer", "self-harmers", "self-mutilation", "should", "slip", "slip-up", "streak",
    "streaks", "successful attempt", "successful suicide", "suffering from", "superficial", "toxic", "trigger warning",
    "unsuccessful attempt", "warrior",
}  # fmt: skip

# Rule N2: no means, tool or place on the body, in any page.
METHODS = {
    "blade", "blades", "bleach", "bruise", "bruises", "burn", "burned", "burning", "burns", "cut myself",
    "cut yourself", "cutting", "hanging", "knife", "knives", "ligature", "needle", "needles", "noose", "overdose",
    "overdosed", "pills", "razor", "razors", "rope", "scissors", "scratch", "scratching", "tablets", "wrist", "wrists",
    "thigh", "thighs", "forearm", "forearms",
}  # fmt: skip

# Rules N1 and N5, beside the words above: the language of scores and rankings.
SCORES = {"high risk", "low risk", "medium risk", "risk level", "risk score", "badge", "badges"}


def found(text: str, words: Iterable[str]) -> set[str]:
    """Those of the words that the text holds as whole words, whatever their case."""
    plain = re.sub(r"[\s\u00a0]+", " ", text.replace("’", "'")).lower()
    return {word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", plain)}
