"""The language of a page, from its address; machinery (`/-/`, `/api/`, `/cms/`) has none."""

from django.middleware.locale import LocaleMiddleware

MACHINERY = ("/-/", "/api/", "/cms/", "/static/", "/media/")


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but a missing page of the machinery stays a 404.

    Django would send it to the same address under a language, where the pages' catch-all waits.
    """

    def process_response(self, request, response):
        if request.path_info.startswith(MACHINERY):
            return response
        return super().process_response(request, response)
