"""What is asked on the way in, in three files: by visitors, by managers, in the papers."""

from waylight.intake.forms.office import DeclineForm, EnterForm

__all__ = ["DeclineForm", "EnterForm"]
