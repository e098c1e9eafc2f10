"""The staff's first page: what waits for me. Rooms fill it through the registry."""

from django.http import HttpResponse
from django.shortcuts import render

from nebe.core.people.access import staff
from nebe.core.people.requests import Request
from nebe.core.ui.registry import dashboard as cards


@staff()
def dashboard(request: Request) -> HttpResponse:
    actor = request.actor
    waiting = [
        {"label": card.label, "url": card.url, "count": card.count(actor)}
        for card in cards.all()
        if card.visible(actor)
    ]
    return render(request, "console/dashboard.html", {"waiting": waiting})
