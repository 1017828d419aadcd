"""The read API: `/fhir/metadata`, `/fhir/<type>?patient=…`, `/fhir/<type>/<id>`. Its answers are FHIR, its refusals too."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from waylight.accounts import second_factor
from waylight.fhir import bundles, capability, reading
from waylight.fhir.resources import KINDS
from waylight.fhir.resources.kinds import Kind, Wanted

TYPE = "application/fhir+json; charset=utf-8"
DEFAULT_COUNT, MOST = 50, 200
PARAMETERS = {"_id", "_count", "_offset", "_format", "patient"}
JSON = {"json", "application/json", "application/fhir+json"}
READERS = frozenset(KINDS)


class Refused(Exception):
    """A status, FHIR's code for the kind of problem, and a sentence."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.code = status, code


View = Callable[..., dict[str, Any]]


def answers_in_fhir(view: View) -> Callable[..., HttpResponse]:
    """Open to all and without a form, since whoever asks shows who they are with each request; nothing is written."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override("en"):
            response = _answer(request, view, *args, **kwargs)
        response["Content-Type"] = TYPE
        response["Cache-Control"] = "no-store"
        return response

    return wrapped


def _answer(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    """What is counted and noted of a request stays when it is refused."""
    with transaction.atomic():
        try:
            if request.method not in {"GET", "HEAD"}:
                raise Refused(405, "not-supported", "This can be read, and not written.")
            return JsonResponse(view(request, *args, **kwargs))
        except Refused as refused:
            return _outcome(refused)


@answers_in_fhir
def metadata(request: HttpRequest) -> dict[str, Any]:
    return capability.statement(base())


@answers_in_fhir
def search(request: HttpRequest, type: str) -> dict[str, Any]:
    kind, reader = _asked(request, type)
    if unknown := sorted(set(request.GET) - PARAMETERS):
        raise Refused(400, "not-supported", f"These are not searched by here: {', '.join(unknown)[:200]}.")
    if request.GET.get("_format", "json") not in JSON:
        raise Refused(406, "not-supported", "The answer is JSON.")
    count = min(_number(request, "_count", DEFAULT_COUNT), MOST)
    start = _number(request, "_offset", 0)
    client = request.GET.get("patient", "").removeprefix("Patient/")
    wanted = Wanted(client=client, id=request.GET.get("_id", ""))
    try:
        total, found = kind.page(reader, wanted, start, count)
    except (ValidationError, ValueError):  # not the form of an id of ours, so there is none
        total, found = 0, []
    reader.note(type, {one.person for one in found if one.person})
    query = {name: request.GET[name] for name in ("patient", "_id") if name in request.GET}
    return bundles.searchset(base(), type, query, found, total=total, start=start, count=count)


@answers_in_fhir
def read(request: HttpRequest, type: str, id: str) -> dict[str, Any]:
    kind, reader = _asked(request, type)
    try:
        found = kind.one(reader, id)
    except (ValidationError, ValueError):
        found = None
    if found is None:
        raise Refused(404, "not-found", "There is nothing here with this id that you may read.")
    reader.note(type, {found.person} - {None})
    return found.resource


@answers_in_fhir
def anything_else(request: HttpRequest, path: str = "") -> dict[str, Any]:
    raise Refused(404, "not-supported", "This is not among what can be read here. See /fhir/metadata.")


def base() -> str:
    return f"{settings.BASE_URL}/fhir"


def _asked(request: HttpRequest, type: str) -> tuple[Kind, reading.Reader]:
    kind = KINDS.get(type)
    if kind is None:
        raise Refused(404, "not-supported", "There is no such type here. See /fhir/metadata.")
    reader = _reader(request)
    if type not in reader.types:
        raise Refused(403, "forbidden", "This token is not for this type.")
    return kind, reader


def _reader(request: HttpRequest) -> reading.Reader:
    """By the token where one is shown, else by the client's own open record."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        reader = reading.of_system(secret.strip())
        # Only of tokens that open something is a count kept: made-up ones would fill its place, and push others out.
        if reader is not None and reading.asks_too_often(secret.strip()):
            raise Refused(429, "throttled", "That is too often. Ask again in a minute.")
    else:
        is_open = request.user.is_authenticated and second_factor.is_passed(request)
        reader = reading.own(request.user, READERS) if is_open else None
    if reader is None:
        raise Refused(401, "login", "Show a token that the practice made, or open your record first.")
    return reader


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    given = request.GET.get(name, str(otherwise))
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise Refused(400, "value", f"{name} is a whole number, from 0 on.")
    return int(given)


def _outcome(refused: Refused) -> HttpResponse:
    issue = {"severity": "error", "code": refused.code, "diagnostics": str(refused)}
    response = JsonResponse({"resourceType": "OperationOutcome", "issue": [issue]}, status=refused.status)
    if refused.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if refused.status == 429:
        response["Retry-After"] = "60"
    return response
