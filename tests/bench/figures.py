"""What a benchmark says."""

from typing import TypedDict


class Figure(TypedDict):
    value: float
    unit: str
    baseline: float
    ratio: float


Figures = dict[str, Figure]


def figure(value: float, unit: str, *, baseline: float) -> Figure:
    return {
        "value": round(value, 3),
        "unit": unit,
        "baseline": round(baseline, 3),
        "ratio": round(value / baseline, 3),
    }
