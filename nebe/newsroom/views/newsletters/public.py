"""Newsletters for everyone: the form, and what was sent before."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nebe.core.people.access import public
from nebe.core.people.limits import limit, network_of
from nebe.core.people.persons import email_normal

from ...models import Newsletter
from ...newsletters.forms import SubscribeForm
from ...newsletters.letter import letter_of
from ...newsletters.subscribing import subscribe as subscribe_to

PER_NETWORK, PER_ADDRESS = "60/h", "3/d"
ERROR_STATUS, LIMIT_STATUS = 422, 429
PER_PAGE = 20


@public
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    form = SubscribeForm(request.POST or None, initial={"language": get_language()})
    context = {"form": form}
    if request.method != "POST":
        return render(request, "newsroom/newsletters/subscribe.html", context)
    if not form.is_valid():
        return render(request, "newsroom/newsletters/subscribe.html", context, status=ERROR_STATUS)
    if not limit("newsletter", "network", network_of(request), rate=PER_NETWORK):
        form.add_error(None, _("Very many forms come from your network. Please try later."))
        return render(request, "newsroom/newsletters/subscribe.html", context, status=LIMIT_STATUS)
    data = form.cleaned_data
    # Too many mails to one address: the answer is the same, and nothing is sent.
    if limit("newsletter", "address", email_normal(data["email"]), rate=PER_ADDRESS):
        subscribe_to(
            email=data["email"], language=data["language"], topics=data["topics"], once=form.once
        )
    return redirect("newsletter_sent")


@public
@require_safe
def sent(request):
    return render(request, "newsroom/newsletters/sent.html")


@public
@require_safe
def gone(request):
    return render(request, "newsroom/newsletters/gone.html")


@public
@require_safe
def archive(request):
    """All that were sent, newest first, with their titles in the reader's language."""
    page = Paginator(issues(), PER_PAGE).get_page(request.GET.get("page"))
    language = get_language()
    letters = [(one, letter_of(one, language, with_items=False)) for one in page]
    context = {"page_obj": page, "letters": letters}
    return render(request, "newsroom/newsletters/archive.html", context)


@public
@require_safe
def issue(request, pk):
    newsletter = issues().filter(pk=pk).first()
    if newsletter is None:
        raise Http404
    context = {"newsletter": newsletter, "letter": letter_of(newsletter, get_language())}
    return render(request, "newsroom/newsletters/issue.html", context)


def issues():
    return Newsletter.objects.exclude(begun_at=None).order_by("-begun_at")
