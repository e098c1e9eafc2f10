"""Voluntary return: the nearest people to talk to, and those who went before."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nebe.core.people.limits import limit, network_of
from nebe.core.places.forms import MunicipalityField

from ..models import VoluntaryReturn
from ..selectors import items_list, section_of
from .infoline import infolines
from .points import nearest_points, points_of
from .shows import shows

# A reception centre shares one address: be generous with networks.
RATE = "120/h"
MOST_STORIES = 3


class TownForm(forms.Form):
    town = MunicipalityField(label=gettext_lazy("Your town"))


@shows(VoluntaryReturn)
def return_shows(request, page) -> dict:
    """The town comes by POST, so that no log and no history of a browser keeps it."""
    language = get_language()
    form = TownForm(request.POST if request.method == "POST" else None, auto_id="return_%s")
    nearest = []
    if form.is_bound and form.is_valid():
        if limit("nearest", network_of(request), rate=RATE):
            nearest = nearest_points(form.cleaned_data["town"], page.country, language)
        else:
            form.add_error(None, _("That is very many questions. Please try again in an hour."))
    stories = items_list(language=language, kinds=["story"], about=[("topic", "return")])
    return {
        "form": form,
        "today": timezone.localdate(),
        "infolines": infolines(language or "en", page.country),
        "nearest": nearest,
        "points": [] if nearest else points_of(page.country, language),
        "rights": page.rights.splitlines(),
        "support": page.support.splitlines(),
        "stories": stories[:MOST_STORIES],
        "stories_section": section_of("story", language),
    }
