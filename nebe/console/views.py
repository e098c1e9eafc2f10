"""The staff's first page: what waits for me. Rooms fill it through the registry."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nebe.core.people.access import staff
from nebe.core.ui.registry import dashboard as cards


@staff()
def dashboard(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    waiting = [
        {"label": card.label, "url": card.url, "count": card.count(actor)}
        for card in cards.all()
        if card.visible(actor)
    ]
    return render(request, "console/dashboard.html", {"waiting": waiting})
