"""Leave: off the site in one press."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from waylight.crisis import facts
from waylight.crisis.sessionless import sessionless


@sessionless
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """To a site that gives nothing away (UI.md 2.4). Nothing is written down about it.

    It takes the cookies along: all of them where the browser knows how, and the session's everywhere.
    """
    response = HttpResponse(status=303, headers={"Location": facts.read().exit_site})
    response["Referrer-Policy"] = "no-referrer"
    response["Clear-Site-Data"] = '"cookies"'
    response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response
