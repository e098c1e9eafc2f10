"""Which organisations write a part of the pages themselves, in the CMS."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from nebe.core.errors import NotPossible
from nebe.core.people.access import cms
from nebe.core.people.models import Membership, Organisation, Role

from ..models import OrganisationPart
from ..parts import services
from ..parts.reading import part_rows, parts_shown
from .cms_paging import paged


@cms
@require_safe
def parts(request):
    """Active organisations: those with a part, with what it holds, and those without one."""
    listed = paged(request, parts_shown())
    context = {
        "page_title": _("Parts of members"),
        "header_icon": "group",
        "rows": part_rows(listed["page_obj"]),
        **listed,
    }
    return render(request, "newsroom/cms/parts.html", context)


@cms
@require_POST
def part_make(request, pk):
    organisation = get_object_or_404(Organisation, pk=pk)
    try:
        services.part_create(organisation=organisation, actor=request.actor)
    except NotPossible:
        messages.error(request, _("This is not possible any more. Look at the list again."))
    else:
        messages.success(request, made_message(organisation))
    return redirect("newsroom_parts:list")


def made_message(organisation: Organisation) -> str:
    editors = Membership.objects.filter(organisation=organisation, role=Role.EDITOR)
    if editors.exists():
        return _("The part is made. The editors of %(name)s can write there now.") % {
            "name": organisation.name
        }
    return _(
        "The part is made. %(name)s has no editor yet: its admin gives somebody the role “editor”."
    ) % {"name": organisation.name}


@cms
@require_POST
def part_change(request, pk):
    part = get_object_or_404(OrganisationPart.objects.select_related("organisation"), pk=pk)
    if "remove" in request.POST:
        return part_take_away(request, part)
    publishes = request.POST.get("publishes") == "yes"
    services.part_publishes_set(part=part, publishes=publishes, actor=request.actor)
    messages.success(request, _("Saved."))
    return redirect("newsroom_parts:list")


def part_take_away(request, part: OrganisationPart):
    try:
        services.part_remove(part=part, actor=request.actor)
    except NotPossible:
        messages.error(request, _("There are pages or files in it. Only an empty part can go."))
    else:
        messages.success(request, _("The part is removed."))
    return redirect("newsroom_parts:list")
