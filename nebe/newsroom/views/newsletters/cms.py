"""Newsletters in the CMS: composed, looked at, sent, counted."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from nebe.core.errors import NotPossible
from nebe.core.people.access import cms

from ...models import Newsletter
from ...newsletters import composing, sending
from ...newsletters.forms import DraftForm, PeriodForm, TimeForm
from ...newsletters.letter import letter_of, letter_render
from ..cms_paging import paged

ERROR_STATUS = 422
Status = Newsletter.Status


@cms
@require_safe
def newsletters(request):
    listed = paged(request, Newsletter.objects.select_related("topic"))
    language = get_language()
    context = {
        "page_title": _("Newsletters"),
        "header_icon": "mail",
        "letters": [
            (one, letter_of(one, language, with_items=False)) for one in listed["page_obj"]
        ],
        **listed,
        "readers": sum(composing.readers_by_language(Newsletter()).values()),
    }
    return render(request, "newsroom/cms/newsletters/list.html", context)


@cms
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    form = PeriodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = composing.draft_start(by=request.user, language=get_language(), **form.cleaned_data)
        return redirect("newsroom_newsletters:write", draft.pk)
    context = {"page_title": _("New newsletter"), "header_icon": "mail", "form": form}
    status = ERROR_STATUS if form.errors else 200
    return render(request, "newsroom/cms/newsletters/new.html", context, status=status)


@cms
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk):
    newsletter = one(pk)
    if newsletter.status != Status.DRAFT:
        return redirect("newsroom_newsletters:look", pk)
    choice = composing.choice(newsletter, get_language())
    form = DraftForm(request.POST or None, newsletter=newsletter, choice=choice)
    if request.method == "POST" and form.is_valid():
        composing.draft_write(
            newsletter=newsletter,
            title=form.texts("title"),
            introduction=form.texts("introduction"),
            items=form.cleaned_data["items"],
        )
        return redirect("newsroom_newsletters:look", pk)
    context = {
        "page_title": _("Write the newsletter"),
        "header_icon": "mail",
        "newsletter": newsletter,
        "form": form,
    }
    status = ERROR_STATUS if form.errors else 200
    return render(request, "newsroom/cms/newsletters/write.html", context, status=status)


@cms
@require_http_methods(["GET", "HEAD", "POST"])
def look(request, pk):
    """As a reader of one language gets it, and what can be done with it: sent at a time, here."""
    newsletter = one(pk)
    form = TimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sending.send(newsletter=newsletter, actor=request.actor, at=form.cleaned_data["at"])
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("newsroom_newsletters:look", pk)
    language = language_of(request)
    readers = composing.readers_by_language(newsletter)
    context = {
        "page_title": _("Newsletter"),
        "header_icon": "mail",
        "newsletter": newsletter,
        "language": language,
        "languages": [(code, readers.get(code, 0)) for code, _name in settings.LANGUAGES],
        "readers": sum(readers.values()),
        "letter": letter_of(newsletter, language),
        "mail": letter_render(newsletter, language),
        "waiting": sending.waiting(newsletter),
        "portion": sending.PORTION,
        "form": form,
    }
    status = ERROR_STATUS if form.errors else 200
    return render(request, "newsroom/cms/newsletters/look.html", context, status=status)


@cms
@require_POST
def act(request, pk):
    newsletter = one(pk)
    done = ACTS.get(request.POST.get("act", ""))
    if done is None:
        raise Http404
    try:
        done(request, newsletter)
    except NotPossible as problem:
        messages.error(request, str(problem))
    if not Newsletter.objects.filter(pk=pk).exists():
        return redirect("newsroom_newsletters:list")
    return redirect("newsroom_newsletters:look", pk)


def send_to_oneself(request, newsletter) -> None:
    sending.send_to_oneself(newsletter=newsletter, user=request.user, language=language_of(request))
    messages.success(request, _("Sent to you alone."))


def send(request, newsletter) -> None:
    sending.send(newsletter=newsletter, actor=request.actor)


def stop(request, newsletter) -> None:
    sending.stop(newsletter=newsletter, actor=request.actor)


def go_on(request, newsletter) -> None:
    sending.go_on(newsletter=newsletter, actor=request.actor)


def discard(request, newsletter) -> None:
    composing.draft_discard(newsletter=newsletter)
    messages.success(request, _("Deleted."))


ACTS = {
    "test": send_to_oneself,
    "send": send,
    "stop": stop,
    "go_on": go_on,
    "discard": discard,
}


def one(pk: int) -> Newsletter:
    newsletter = Newsletter.objects.select_related("topic").filter(pk=pk).first()
    if newsletter is None:
        raise Http404
    return newsletter


def language_of(request) -> str:
    asked = request.GET.get("language") or request.POST.get("language")
    return asked if asked in dict(settings.LANGUAGES) else get_language()
