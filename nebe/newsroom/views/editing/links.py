"""Links that lead nowhere, in the CMS."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from nebe.core.people.access import cms

from ...editing.links import broken
from ...models import CheckedLink
from ..cms_paging import paged


@cms
@require_safe
def links(request):
    own = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    pages = Page.objects.filter(pk__in=own.order_by().values("pk")).select_related("locale")
    found = broken().filter(pages__in=pages).distinct()
    found = found.prefetch_related(Prefetch("pages", queryset=pages, to_attr="own_pages"))
    last = CheckedLink.objects.exclude(checked_at=None).order_by("-checked_at").first()
    context = {
        "page_title": _("Links that lead nowhere"),
        "header_icon": "link",
        "last": last and last.checked_at,
        **paged(request, found),
    }
    return render(request, "newsroom/cms/links.html", context)
