"""Pages to be looked at again, in the CMS."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from nebe.core.people.access import cms

from ...editing import review as pages
from ...models import Article


@cms
@require_safe
def review(request):
    """All that are due or will be soon; `?mine` only those that the reader looks after."""
    today, mine = timezone.localdate(), "mine" in request.GET
    allowed = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    due = pages.due(today=today, responsible=request.user if mine else None)
    own = set(allowed.filter(pk__in=[one.page.pk for one in due]).values_list("pk", flat=True))
    context = {
        "page_title": _("Pages to look at again"),
        "header_icon": "calendar-check",
        "due": [one for one in due if one.page.pk in own],
        "mine": mine,
    }
    return render(request, "newsroom/cms/review.html", context)


@cms
@require_POST
def still_right(request, pk):
    page = Page.objects.filter(pk=pk).first()
    page = page and page.specific
    if not isinstance(page, Article) or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    again = pages.still_right(page=page, user=request.user, today=timezone.localdate())
    day = formats.date_format(again)
    messages.success(request, _("To be looked at again by %(day)s.") % {"day": day})
    return redirect("newsroom_editing:review")
