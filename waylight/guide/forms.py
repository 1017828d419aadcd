"""What is typed in the office about a page of the guide."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waylight.guide import markdown, reading
from waylight.guide.editing import LOOKED_AT_WITHIN, Text
from waylight.guide.models import GuidePage, Revision
from waylight.guide.pages import AUTHOR, TOPIC
from waylight.ui import forms


class TextForm(forms.Form):
    title = forms.Line(label=gettext_lazy("Title"), max_length=80)
    description = forms.Words(
        label=gettext_lazy("In a sentence or two"),
        hint=gettext_lazy("Search engines show this below the title. So does our own search."),
        max_length=200,
        rows=2,
    )
    markdown = forms.Words(label=gettext_lazy("Text"), max_length=40_000, rows=24)
    help_first = forms.Tick(
        label=gettext_lazy("Show “Help now” before the text"),
        required=False,
    )
    author = forms.Line(
        label=gettext_lazy("Who wrote it"),
        hint=gettext_lazy("The page shows this name. That person cannot check the page."),
        max_length=120,
    )
    next_review_on = forms.Day(label=gettext_lazy("Next check"), hint=gettext_lazy("Within a year."))
    note = forms.Line(
        label=gettext_lazy("What did you change?"),
        hint=gettext_lazy("Only colleagues read this."),
        max_length=200,
        required=False,
    )

    def clean_markdown(self) -> str:
        text = self.cleaned_data["markdown"]
        links = set(markdown.links(text))
        known = set(GuidePage.objects.values_list("slug", flat=True))
        astray = sorted(
            link
            for link in links
            if not markdown.leads_somewhere(link)
            or (markdown.slug_of(link) and markdown.slug_of(link) not in known)
        )
        if astray:
            raise ValidationError(
                _("This link leads nowhere: %(link)s. See how links are written, beside the text.")
                % {"link": astray[0]}
            )
        return text

    def text(self, sources: list[dict[str, Any]]) -> Text:
        kept = [{"title": row["title"], "url": row["url"]} for row in sources]
        return Text(**self.cleaned_data, sources=kept)

    @staticmethod
    def of(revision: Revision) -> dict[str, Any]:
        names = ("title", "description", "markdown", "help_first", "author", "next_review_on")
        return {name: getattr(revision, name) for name in names}

    @staticmethod
    def of_nothing() -> dict[str, Any]:
        return {"author": AUTHOR, "next_review_on": timezone.localdate() + LOOKED_AT_WITHIN - timedelta(1)}


class SourceForm(forms.Form):
    title = forms.Line(label=gettext_lazy("What it is"), max_length=200, required=False)
    url = forms.Line(
        label=gettext_lazy("Its address"),
        hint=gettext_lazy("It begins with https://"),
        kind="url",
        max_length=500,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        title, url = values.get("title"), values.get("url")
        if bool(title) != bool(url):
            raise ValidationError(_("A source needs both: what it is, and its address."))
        if url and not url.startswith("https://"):
            raise ValidationError(_("The address of a source begins with https://"))
        return values


Sources = forms.repeat(SourceForm, max_items=20)


class PlaceForm(forms.Form):
    """Where a new page stands."""

    slug = forms.Line(
        label=gettext_lazy("Address"),
        hint=gettext_lazy("Small letters and hyphens, as in telling-someone. It stays for good."),
        max_length=60,
    )
    topic = forms.Line(
        label=gettext_lazy("What it is about"),
        hint=gettext_lazy("The difficulty that the page is about. Pages of one topic stand together."),
        max_length=60,
        initial=TOPIC,
    )
    shelf = forms.Choice(
        label=gettext_lazy("Where it stands"), choices=list(reading.SHELVES.items()), initial=reading.READ
    )

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug == "new" or not slug.replace("-", "").isalnum() or slug != slug.lower() or not slug.isascii():
            raise ValidationError(_("Use small letters, numbers and hyphens."))
        return slug


class PublicationForm(forms.Form):
    next_review_on = forms.Day(label=gettext_lazy("Next check"), hint=gettext_lazy("Within a year."))


class WithdrawalForm(forms.Form):
    reason = forms.Words(
        label=gettext_lazy("Why do you take it down?"),
        hint=gettext_lazy("Only colleagues read this."),
        max_length=400,
        rows=3,
    )


class ReviewForm(forms.Form):
    is_approved = forms.YesNo(
        label=gettext_lazy("May the public read this?"),
        yes=gettext_lazy("Yes, as it is"),
        no=gettext_lazy("Not yet, something must change"),
    )
    words = forms.Words(
        label=gettext_lazy("What must change"),
        hint=gettext_lazy("Colleagues read this. Only needed when something must change."),
        max_length=2000,
        required=False,
    )
