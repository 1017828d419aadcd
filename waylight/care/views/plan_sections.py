"""One part of a plan on a page of its own, for client and therapist alike: write, move, remove, settle two texts."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.care.forms.plans import SectionForm, moved
from waylight.care.models import SafetyPlan
from waylight.care.safety_plans import drafting, ideas, showing
from waylight.care.safety_plans.sections import Section, tidy
from waylight.care.views import places
from waylight.care.views.places import Place, own_plan
from waylight.privacy.idempotency import once, repeatable


@require_http_methods(["GET", "HEAD", "POST"])
@own_plan
@once
def own(request: HttpRequest, section_id: str) -> HttpResponse:
    return _page(request, places.own(request), places.section_or_404(section_id))


@require_POST
@own_plan
@repeatable
def own_draft(request: HttpRequest, section_id: str) -> HttpResponse:
    return _draft(request, places.own(request), places.section_or_404(section_id))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_RECORD)
@once
def of_client(request: HttpRequest, pk: Any, section_id: str) -> HttpResponse:
    return _page(request, places.of_client(request, pk), places.section_or_404(section_id))


@require_POST
@allow(Permission.KEEP_RECORD)
@repeatable
def of_client_draft(request: HttpRequest, pk: Any, section_id: str) -> HttpResponse:
    return _draft(request, places.of_client(request, pk), places.section_or_404(section_id))


def _page(request: HttpRequest, place: Place, section: Section) -> HttpResponse:
    if request.method == "POST":
        return _settle(request, place, section) if "text" in request.POST else _write(request, place, section)
    plan = drafting.open_plan(place.client, by=request.user)
    return _show(request, place, plan, _form(plan, section))


def _draft(request: HttpRequest, place: Place, section: Section) -> HttpResponse:
    """Saves as one types: 204 when it is kept, else a sentence why not."""
    form = SectionForm(section, request.POST)
    if not form.is_valid():
        return HttpResponse(_("Something is too long to save."), status=422, content_type="text/plain")
    try:
        drafting.write_section(place.client, section, form.written, by=request.user, **_seen(form))
    except drafting.TooManyTexts as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain")
    return HttpResponse(status=204)


def _write(request: HttpRequest, place: Place, section: Section) -> HttpResponse:
    form = SectionForm(section, request.POST)
    if not form.is_valid():
        return _show(request, place, drafting.open_plan(place.client, by=request.user), form)
    acted = _acted(request, place, form)
    try:
        plan = drafting.write_section(
            place.client, section, acted.written, by=request.user, removed=acted.removed, **_seen(form)
        )
    except drafting.TooManyTexts as refusal:
        plan = drafting.open_plan(place.client, by=request.user)
        return _show(request, place, plan, form, problem=str(refusal))
    if str(form.cleaned_data["window"]) in (plan.aside.get(section.id) or {}):
        messages.info(request, _("This part was written somewhere else at the same time. Both are kept."))
        return redirect(place.address("section", section.id))
    if acted.said:
        messages.success(request, acted.said)
    return redirect(f"{place.address('section', section.id)}#{acted.anchor}" if acted.anchor else place.parts)


@dataclass(frozen=True)
class Acted:
    """A section after the button that was pressed, and where the page goes on; without an anchor, at the list of parts."""

    written: dict[str, Any]
    anchor: str = ""
    said: str = ""
    removed: dict[str, Any] | None = None


def _acted(request: HttpRequest, place: Place, form: SectionForm) -> Acted:
    act, _colon, rest = request.POST.get("act", "save").partition(":")
    if act == "save":
        return Acted(form.written, said=_("Saved."))
    if act == "idea":
        return _with_idea(place, form, rest)
    if act == "back":
        return _put_back(place, form)
    part_id, _colon, number = rest.partition(":")
    part = form.section.part(part_id)
    if act == "add" or part is None or not part.is_list or not number.isdecimal():
        return Acted(form.written, f"{part_id}-end")
    line, written, at = moved(form.written, part, int(number[:4]), act)
    anchor = f"{part_id}-{max(at - 1, 0)}-line"
    if act == "remove":
        return Acted(written, "removed", removed={"part": part_id, "item": line} if line else None)
    return Acted(written, anchor, said=_("Moved to %(place)s.") % {"place": at} if at else "")


def _with_idea(place: Place, form: SectionForm, key: str) -> Acted:
    written = tidy(form.section, form.written)
    idea = next((one for one in ideas.ideas(place.client, form.section, {}) if one.key == key), None)
    return Acted(ideas.added(form.section, written, idea) if idea else written, "ideas")


def _put_back(place: Place, form: SectionForm) -> Acted:
    written = tidy(form.section, form.written)
    line = drafting.removed_from(drafting.of(place.client), form.section)
    if not line:
        return Acted(written, "removed")
    back = [*(written.get(line["part"]) or []), line["item"]]
    return Acted(written | {line["part"]: back}, f"{line['part']}-{len(back) - 1}-line", removed={})


def _settle(request: HttpRequest, place: Place, section: Section) -> HttpResponse:
    drafting.settle(place.client, section, request.POST["text"], request.POST.get("how", ""), by=request.user)
    messages.success(request, _("Done. This is what stands here now."))
    return redirect(place.address("section", section.id))


def _form(plan: SafetyPlan, section: Section) -> SectionForm:
    return SectionForm(
        section, written=plan.draft.get(section.id), revision=drafting.revision_of(plan, section)
    )


def _seen(form: SectionForm) -> dict[str, Any]:
    return {"window": form.cleaned_data["window"], "revision": form.cleaned_data["revision"]}


def _show(
    request: HttpRequest, place: Place, plan: SafetyPlan, form: SectionForm, problem: str = ""
) -> HttpResponse:
    section = form.section
    texts = plan.aside.get(section.id) or {}
    context = {
        "place": place,
        "plan": plan,
        "section": section,
        "form": form,
        "problem": problem,
        "removed": _removed(plan, section),
        "draft": place.address("draft", section.id),
        "ideas": ideas.ideas(place.client, section, plan.draft.get(section.id) or {}),
        "texts": [
            {
                "window": window,
                "writer": place.called(text["writer"]),
                "is_mine": text["writer"] == drafting.name_of(request.user),
                "shown": showing.show(section, text["content"]),
            }
            for window, text in texts.items()
        ],
    }
    return render(request, "care/plan_section.html", context)


def _removed(plan: SafetyPlan, section: Section) -> str:
    """The line that can be put back, in words."""
    line = drafting.removed_from(plan, section)
    return showing.show(section, {line["part"]: [line["item"]]}).blocks[0].lines[0] if line else ""
