"""What readers say of pages, as a list that editors work on."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from nebe.core.people.access import cms

from ...feedback import editable, said_of, worst
from ...models import PageFeedback
from ..cms_paging import paged


@cms
@require_safe
def feedback(request):
    """What nobody has dealt with, newest first, or with `?done=1` what is; what helps least."""
    is_done = "done" in request.GET
    context = {
        "page_title": _("What readers say of pages"),
        "header_icon": "comment",
        "worst": worst(request.user),
        "is_done": is_done,
        **paged(request, said_of(request.user, is_done=is_done)),
    }
    return render(request, "newsroom/cms/feedback.html", context)


@cms
@require_POST
def done(request, pk):
    """Dealt with, or with `again` to be dealt with once more."""
    again = "again" in request.POST
    said = get_object_or_404(PageFeedback, pk=pk, page__in=editable(request.user))
    said.done_at, said.done_by = (None, None) if again else (timezone.now(), request.user)
    said.save(update_fields=["done_at", "done_by"])
    messages.success(request, _("It waits again.") if again else _("Done."))
    return redirect("newsroom_editing:feedback")
