"""Consents in the console, and the page where a person takes theirs back."""

import io
from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_scopes import scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.mail.links import LinkUnknown
from nebe.core.mail.models import Link
from nebe.core.people.access import network_editor
from nebe.core.people.actors import Actor
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit_read
from nebe.core.ui.private_links import confirm_page, done_page

from ..languages import best
from ..models.stories import Story, StoryConsent
from . import services
from .consents import consents_seen, stories_states, story_state
from .forms import ConsentForm

editors = network_editor


@editors
@require_safe
def stories(request: StaffRequest) -> HttpResponse:
    return render(request, "newsroom/stories/list.html", {"states": stories_states()})


@editors
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: StaffRequest, key: UUID) -> HttpResponse:
    """Who is told of, what is missing, and the form for one more consent."""
    state = story_state(key)
    if state is None:
        raise Http404
    form = ConsentForm(
        request.POST or None,
        names=state.page.names,
        initial={"covers": ["text"], "language": state.page.locale.language_code},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.consent_record(
            story=key,
            agreed=form.agreed(),
            name=data["name"],
            email=data["email"],
            language=data["language"],
            actor=request.actor,
        )
        messages.success(request, _("The consent is recorded."))
        return redirect("newsroom_stories:story", key)
    consents = reveal(consents_seen(actor=request.actor).filter(story=key))
    for each in consents:
        audit_read(actor=request.actor, row=each)
    context = {"state": state, "consents": consents, "form": form}
    return render(
        request, "newsroom/stories/story.html", context, status=422 if form.errors else 200
    )


def seen_or_404(request: StaffRequest, pk: UUID) -> StoryConsent:
    return get_object_or_404(consents_seen(actor=request.actor), pk=pk)


@editors
@require_POST
def link(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A letter with the person's own link, to print; or the link by e-mail."""
    consent = seen_or_404(request, pk)
    if consent.ended_at:
        raise Http404
    if "mail" in request.POST:
        if services.link_mail(consent=consent, actor=request.actor):
            messages.success(request, _("The link was sent. Links given before open nothing now."))
        else:
            messages.error(request, _("We have no e-mail of this person. Print the letter."))
        return redirect("newsroom_stories:story", consent.story)
    url = services.link_make(consent=consent, actor=request.actor)
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        picture, kind="svg", scale=4, light="#fff", xmldecl=False
    )
    context = {
        "consent": consent,
        "url": url,
        "picture": mark_safe(picture.getvalue().decode()),  # noqa: S308 (ours)
    }
    return render(request, "newsroom/stories/letter.html", context)


@editors
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """For a person who asked by phone or in person; a page first, for nothing brings it back."""
    consent = seen_or_404(request, pk)
    if consent.taken_back:
        raise Http404
    if request.method == "POST":
        services.consent_take_back(consent=consent, actor=request.actor)
        messages.success(request, _("The story is deleted everywhere on this site."))
        return redirect("newsroom_stories:stories")
    return render(request, "newsroom/stories/take_back.html", {"consent": consent})


@transaction.atomic
def own_link(request: HttpRequest, link: Link) -> HttpResponse:
    """The person's own page: one button, and the story is gone."""
    consent = consent_standing(link)
    if consent is None:
        raise LinkUnknown
    return confirm_page(
        request, link, **words_of(consent), act=lambda: take_back_own(request, consent)
    )


@transaction.atomic
def gone(request: HttpRequest, link: Link) -> HttpResponse:
    """The link was used. Never says that a story is gone which still stands: the button again."""
    consent = consent_standing(link)
    if consent is None:
        return render(request, "newsroom/stories/gone.html")
    return done_page(
        request,
        **words_of(consent),
        hint="",
        lead_on=lambda: take_back_own(request, consent),
    )


def take_back_own(request: HttpRequest, consent: StoryConsent) -> HttpResponse:
    services.consent_take_back(consent=consent, actor=Actor.bearer(consent.person))
    return render(request, "newsroom/stories/gone.html")


def consent_standing(link: Link) -> StoryConsent | None:
    with scopes_disabled():
        rows = StoryConsent.objects.select_related("person", "organisation")
        return rows.filter(pk=link.target, taken_back=False).first()


def words_of(consent: StoryConsent) -> dict[str, Any]:
    pages = Story.objects.filter(translation_key=consent.story).order_by("-live", "pk")
    titles = dict(pages.values_list("locale__language_code", "title"))
    title = titles.get(best(titles, get_language() or "en") or "", "")
    return {
        "title": _("Take your story back"),
        "text": _(
            "You agreed that we tell your story “%(title)s”. If you take this back, it disappears "
            "from this site at once, in all languages, with its pictures. You need not say why, "
            "and nothing bad follows for you."
        )
        % {"title": title},
        "button": _("Take my story back"),
    }
