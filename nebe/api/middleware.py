"""What every answer of the API has: a limit, open CORS without credentials, an ETag."""

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.utils.http import parse_http_date_safe

from nebe.core.people.limits import limit, network_of

from .problems import as_problem, problem

PREFIX = "/api/"
RATE, PER_SECONDS = "300/m", 60
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
    "Access-Control-Max-Age": "86400",
}


class ApiMiddleware:
    """Stands before sessions and languages: the API knows neither cookies nor visitors."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = self.answer(request)
        for name, value in CORS.items():
            response[name] = value
        return response

    def answer(self, request) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
        if not limit("api", network_of(request), rate=RATE):
            refused = problem(429, "Too many requests from your network. Try again in a minute.")
            refused["Retry-After"] = str(PER_SECONDS)
            return refused
        response = as_problem(self.get_response(request))
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=60)
            return conditional(request, response)
        return response


def conditional(request, response: HttpResponse) -> HttpResponse:
    """304 where the reader has this very answer already."""
    set_response_etag(response)
    modified = response.get("Last-Modified")
    told = get_conditional_response(
        request,
        etag=response["ETag"],
        last_modified=parse_http_date_safe(modified) if modified else None,
        response=response,
    )
    return told or response
