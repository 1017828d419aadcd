"""One part of a plan on a page of its own, for client and therapist alike: write, move, remove, settle two texts."""

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
    drafting.write_section(place.client, section, form.written, by=request.user, **_seen(form))
    return HttpResponse(status=204)


def _write(request: HttpRequest, place: Place, section: Section) -> HttpResponse:
    form = SectionForm(section, request.POST)
    if not form.is_valid():
        return _show(request, place, drafting.of(place.client), form)
    written, anchor = _acted(request, place, form)
    plan = drafting.write_section(place.client, section, written, by=request.user, **_seen(form))
    if str(form.cleaned_data["window"]) in (plan.aside.get(section.id) or {}):
        messages.info(request, _("This part was written somewhere else at the same time. Both are kept."))
        return redirect(place.address("section", section.id))
    if request.POST.get("act", "save") == "save":
        messages.success(request, _("Saved."))
        return redirect(place.parts)
    return redirect(f"{place.address('section', section.id)}#{anchor}")


def _acted(request: HttpRequest, place: Place, form: SectionForm) -> tuple[dict[str, Any], str]:
    """What stands in the section after the button that was pressed, and where the page goes on."""
    act, _colon, rest = request.POST.get("act", "save").partition(":")
    written, section = form.written, form.section
    if act == "idea":
        offered = ideas.ideas(place.client, section, {})
        idea = next((one for one in offered if one.key == rest), None)
        tidied = tidy(section, written)
        return (ideas.added(section, tidied, idea) if idea else written), "ideas"
    part_id, _colon, number = rest.partition(":")
    part = section.part(part_id)
    if act == "add" or part is None or not part.is_list or not number.isdecimal():
        return written, f"{part_id}-end"
    written, at = moved(written, part, int(number), act)
    if act == "remove":
        messages.success(request, _("Removed."))
    elif at:
        messages.success(request, _("Moved to %(place)s.") % {"place": at})
    return written, f"{part_id}-{max(at - 1, 0)}-line"


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


def _show(request: HttpRequest, place: Place, plan: SafetyPlan, form: SectionForm) -> HttpResponse:
    section = form.section
    texts = plan.aside.get(section.id) or {}
    context = {
        "place": place,
        "plan": plan,
        "section": section,
        "form": form,
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
