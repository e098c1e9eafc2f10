"""Remembers a language that was chosen, so that `/` leads there next time."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language_from_path

YEAR = 365 * 24 * 3600


class RememberLanguage:
    """A change of language within the site is a choice; a link from elsewhere is not.

    Nor is what stands in a frame, which leaves nothing with its reader.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(response, "xframe_options_exempt", False):
            return response
        if (chosen := chosen_language(request)) and response.status_code < 400:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=YEAR,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        return response


def chosen_language(request) -> str | None:
    """The language of this page where the visitor came from another language of this site."""
    here = get_language_from_path(request.path)
    came = urlsplit(request.headers.get("Referer", ""))
    before = get_language_from_path(came.path) if came.netloc == request.get_host() else None
    kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return here if here and before and here != before and here != kept else None
