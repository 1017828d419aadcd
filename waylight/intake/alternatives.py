"""What a manager may say to somebody whom the practice cannot help: always kind, always with another way.

Never because somebody hurts themselves, or answered in a certain way (REQUIREMENTS N1, N11).
"""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

ELSEWHERE = _(
    "A doctor near you can tell you who else helps. The Help now page of our site lists people who listen."
)
ALTERNATIVES: dict[str, tuple[str | Promise, str | Promise]] = {
    "no place": (
        _("We have no place in time"),
        format_lazy(
            "{about} {elsewhere} {again}",
            about=_(
                "We have no place free soon enough. That is about us, and not about you. You were right to ask."
            ),
            elsewhere=ELSEWHERE,
            again=_("You can ask us again in a month."),
        ),
    ),
    "language": (
        _("Nobody speaks the language"),
        format_lazy(
            "{about} {elsewhere}",
            about=_(
                "None of us speaks your language well enough to do this with care. You were right to ask."
            ),
            elsewhere=ELSEWHERE,
        ),
    ),
    "in person": (
        _("Meeting in person fits better"),
        format_lazy(
            "{about} {elsewhere}",
            about=_(
                "From what you wrote, meeting somebody in the same room would fit better than meeting online. "
                "That is about what we can do. You were right to ask."
            ),
            elsewhere=ELSEWHERE,
        ),
    ),
    "own words": (_("Something else, in my own words"), ""),
}
