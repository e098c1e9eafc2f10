from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from nebe.core.people.access import public
from nebe.core.people.limits import network_of
from nebe.core.ui.everywhere import asked_everywhere, found_everywhere
from nebe.newsroom.editing.old_addresses import asked_by_number
from nebe.newsroom.search.answers import search_answer
from nebe.newsroom.search.missed import missed_note
from nebe.newsroom.selectors import home_page, items_list
from nebe.newsroom.views.infoline import infolines

from ..assemble import happening, kinds_of_help

HITS_PER_ROOM = 3
LONGEST_SEARCH = 200


@public
def root(request):
    """To the home page in the language that was chosen before, or that the browser asks for.

    `/?p=123` was a page of the site that was here before.
    """
    if there := asked_by_number(request.GET):
        return redirect(there, permanent=True)
    response = redirect("portal:home")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@public
def home(request):
    if there := asked_by_number(request.GET):  # /cs/?p=123
        return redirect(there, permanent=True)
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
    """The search of the whole site: articles with filters, then what every room answers."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    language = get_language()
    answer = search_answer(text, request.GET, language, asked_everywhere(text) if text else {})
    rooms = found_everywhere(text, HITS_PER_ROOM, answer.told) if text else []
    context = {"text": text, "answer": answer, "rooms": rooms}
    if answer.is_wanted and not (answer.total or rooms):
        context["infolines"] = infolines(language)
        if not answer.chosen:
            network, today = network_of(request), timezone.now().date()
            missed_note(text=text, language=language, network=network, today=today)
    return render(request, "portal/search.html", context)


@public
def leaving(request):
    return render(request, "portal/leaving.html")


@public
@cache_control(public=True, max_age=3600)
def offline(request):
    """What the service worker shows without a connection: the same for everyone."""
    return render(request, "portal/offline.html")
