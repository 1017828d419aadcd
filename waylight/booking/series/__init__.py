"""Appointments that come round: their dates, whether they fit, making, changing and ending them.

`dates.plan` is pure; `checking` says in words what stands in the way before anything is made; `making` and `changing` do all
or nothing. Each appointment of a series is a row like any other, and can be moved or cancelled alone.
"""

from waylight.booking.series.changing import change, end
from waylight.booking.series.checking import Agreed, Checked, check
from waylight.booking.series.dates import Planned, plan
from waylight.booking.series.making import make

__all__ = ["Agreed", "Checked", "Planned", "change", "check", "end", "make", "plan"]
