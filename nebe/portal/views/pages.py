from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from nebe.core.people.access import public
from nebe.core.ui.registry import search_everywhere
from nebe.newsroom.selectors import home_page, items_list

from ..assemble import happening, kinds_of_help

HITS_PER_ROOM = 8
LONGEST_SEARCH = 200


@public
def root(request):
    """To the home page in the language that was chosen before, or that the browser asks for."""
    response = redirect("portal:home")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@public
def home(request):
    language = get_language()
    context = {
        "home": home_page(language),
        "kinds": kinds_of_help(language),
        "happening": happening(),
        "news": items_list(language=language, kinds=["news"])[:3],
    }
    return render(request, "portal/home.html", context)


@public
def search(request):
    """The search of the whole site: every room answers for itself."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    answers = [
        (source.label, list(source.find(text, request.actor, HITS_PER_ROOM)))
        for source in search_everywhere.all()
        if text
    ]
    context = {"text": text, "answers": [answer for answer in answers if answer[1]]}
    return render(request, "portal/search.html", context)


@public
def leaving(request):
    return render(request, "portal/leaving.html")


@public
@cache_control(public=True, max_age=3600)
def offline(request):
    """What the service worker shows without a connection: the same for everyone."""
    return render(request, "portal/offline.html")
