"""What readers say of pages, as a list that editors work on."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from nebe.core.people.access import cms

from ...feedback import waiting, worst
from ...models import PageFeedback
from ..cms_paging import paged


@cms
@require_safe
def feedback(request):
    """What nobody has dealt with, newest first, and the pages that help least."""
    context = {
        "page_title": _("What readers say of pages"),
        "header_icon": "comment",
        "worst": worst(request.user),
        **paged(request, waiting(request.user)),
    }
    return render(request, "newsroom/cms/feedback.html", context)


@cms
@require_POST
def done(request, pk):
    said = waiting(request.user).filter(pk=pk).first()
    if said is None:
        raise Http404
    PageFeedback.objects.filter(pk=said.pk).update(done_at=timezone.now(), done_by=request.user)
    messages.success(request, _("Done."))
    return redirect("newsroom_editing:feedback")
