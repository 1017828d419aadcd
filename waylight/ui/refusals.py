"""Why something was not done, as a sentence for whoever asked, in their language."""

from django.utils.translation import gettext


class Refusal(Exception):
    """This cannot be done. A refusal that says the same each time says it in its docstring, which is marked as it stands."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or gettext(self.__doc__ or ""))
