"""Press: releases, experts and how they are asked, logos and photos; what editors read of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nebe.core.crypto.fields import reveal
from nebe.core.people.access import network_editor, public
from nebe.core.people.limits import limit, network_of
from nebe.core.people.requests import Request, StaffRequest
from nebe.core.privacy.audit import audit_read

from ..asking import expert_ask, message_answered, messages_to_experts
from ..forms import AskExpertForm
from ..models import Expert, ExpertMessage, Listed, PressKit, PressRelease
from ..related import hits, pairs
from ..selectors import items_list, section_of
from .shows import shows, shows_section

PER_NETWORK = "60/h"
PER_EMAIL = "10/d"
PER_PAGE = 20


@shows(PressRelease)
def release_shows(request: HttpRequest, page: PressRelease) -> dict:
    kit = PressKit.objects.live().public().filter(locale_id=page.locale_id).first()
    experts = hits(pairs(page.experts), get_language())
    return {
        "about_us": kit.boilerplate if kit else "",
        "experts": [hit for _label, found in experts for hit in found],
    }


@shows(PressKit)
def kit_shows(request: HttpRequest, page: PressKit) -> dict:
    """The paragraph in each language, the reader's first."""
    kits = PressKit.objects.live().public().filter(translation_key=page.translation_key)
    by_language = {kit.locale.language_code: kit for kit in kits.select_related("locale")}
    own = by_language.pop(page.locale.language_code, page)
    return {"texts": [own, *(by_language[code] for code in sorted(by_language))]}


@shows(Expert)
def expert_shows(request: HttpRequest, page: Expert) -> dict:
    return {"speaks": page.language_names}


@shows_section("press")
def releases_show(request: HttpRequest, section) -> dict:
    language = get_language()
    experts = section_of("expert", language)
    return {
        "template": "newsroom/sections/press.html",
        "experts": experts,
        "kit": items_list(language=language, kinds=[PressKit.kind]).first(),
    }


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, key: UUID) -> HttpResponse:
    expert = items_list(language=get_language(), kinds=[Expert.kind]).filter(key=key).first()
    if expert is None:
        raise Http404
    form = AskExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if may_ask(request, form.cleaned_data["email"]):
            send(form, expert)
            return redirect("expert_asked")
        form.add_error(None, _("That is a lot of messages. Please try again tomorrow."))
    context = {"form": form, "expert": expert}
    return render(request, "newsroom/ask.html", context, status=422 if form.errors else 200)


def send(form: AskExpertForm, expert: Listed) -> None:
    names = ("name", "medium", "email", "phone", "text", "answer_by")
    values = {name: form.cleaned_data[name] for name in names}
    expert_ask(key=expert.key, once=form.once, language=get_language() or "en", **values)


def may_ask(request: Request, email: str) -> bool:
    return limit("newsroom", "ask", network_of(request), rate=PER_NETWORK) and limit(
        "newsroom", "ask", email.lower(), rate=PER_EMAIL
    )


@public
@require_safe
def asked(request: Request) -> HttpResponse:
    return render(request, "newsroom/asked.html")


@network_editor
@require_safe
def expert_messages(request: StaffRequest) -> HttpResponse:
    """Who writes was told that the network's press office reads it, and the expert."""
    page_obj = Paginator(messages_to_experts(), PER_PAGE).get_page(request.GET.get("page"))
    rows = reveal(page_obj.object_list)
    keys = {row.key for row in rows}
    experts = {
        each.key: each for each in Listed.objects.filter(reader=get_language(), key__in=keys)
    }
    for row in rows:
        audit_read(actor=request.actor, row=row)
    context = {"page_obj": page_obj, "rows": [(row, experts.get(row.key)) for row in rows]}
    return render(request, "newsroom/expert_messages.html", context)


@network_editor
@require_POST
def expert_answered(request: StaffRequest, pk: UUID) -> HttpResponse:
    message_answered(message=get_object_or_404(ExpertMessage, pk=pk), actor=request.actor)
    messages.success(request, _("Marked as answered."))
    return redirect("newsroom_staff:expert_messages")
