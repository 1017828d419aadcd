"""The longest exercise, drawn and checked page by page, in process; beside it a bare Django form of as many fields.

`questionnaire_grows` is how many times longer pages of ten times as many questions take: 10 is as long as they are more.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.chart import milliseconds
from tests.bench.figures import Figures, figure
from tests.journeys.running import ROOT, environment

MORE = 10


def measure(folder: Path) -> Figures:
    command = [sys.executable, "-m", "tests.bench.questionnaire"]
    told = subprocess.run(command, cwd=ROOT, env=environment(folder, 0, ""), check=True, capture_output=True)
    found = json.loads(told.stdout)
    return {
        "questionnaire": figure(found["exercise"], "ms", baseline=found["bare"]),
        "questionnaire_grows": figure(found["longer"] / found["exercise"], "times", baseline=MORE),
    }


def inside() -> None:
    """Runs with the settings of the demonstration practice, in process."""
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "waylight.config.settings"
    import django

    django.setup()
    bare = bare_form()
    print(
        json.dumps(
            {
                "exercise": milliseconds(exercise, 1),
                "longer": milliseconds(exercise, MORE),
                "bare": milliseconds(lambda _many: (str(bare()), bare({}).is_valid()), 1),
            }
        )
    )


def steps(many: int):
    """The pages of the exercise with most fields, each question `many` times."""
    from dataclasses import replace

    from waylight.exercises import catalogue

    longest = max(catalogue.library(), key=lambda one: sum(1 + len(q.parts) for q in one.questions()))

    def again(question, number: int):
        parts = tuple(
            replace(part, id=f"{part.id.partition('.')[0]}{number}.{part.key}") for part in question.parts
        )
        return replace(question, id=f"{question.id}{number}", parts=parts, asked_when=(), chosen_from=())

    for step in longest.steps:
        yield replace(step, questions=tuple(again(q, n) for n in range(many) for q in step.questions))


def exercise(many: int) -> list[str]:
    """Each page drawn once and checked once."""
    from django.template.loader import get_template

    from waylight.exercises.forms import StepForm
    from waylight.exercises.models import Entry

    page, shown, entry = get_template("exercises/parts/question.html"), [], Entry(exercise="", version="")
    for step in steps(many):
        form = StepForm(entry, step)
        shown += [page.render({"part": part, "entry": entry}) for part in form.parts()]
        sent = {f"{id}-{name}": 1 for id in form.rows for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
        checked = StepForm(entry, step, sent)
        if not checked.is_valid():
            raise RuntimeError(checked.errors)
        shown.append(str(checked.found))
    return shown


def bare_form():
    """A form of Django's own with as many fields of the same kinds, and nothing of ours."""
    from django import forms

    from waylight.exercises.forms import StepForm
    from waylight.exercises.models import Entry

    ours = [
        field
        for step in steps(1)
        for form in [StepForm(Entry(exercise="", version=""), step)]
        for fields in [form.fields, *(row.fields for rows in form.rows.values() for row in rows)]
        for field in fields.values()
    ]
    made = {f"f{number}": _bare(field, forms) for number, field in enumerate(ours)}
    return type("BareForm", (forms.Form,), made)


def _bare(field, forms):
    choices = getattr(field, "choices", None)
    if choices is None:
        return forms.CharField(label=str(field.label), required=False)
    return forms.ChoiceField(
        label=str(field.label), choices=list(choices), widget=forms.RadioSelect, required=False
    )


if __name__ == "__main__":
    inside()
