"""Templates of messages: listed, written, looked at with the placeholders filled, deleted."""

from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nebe.core.people.requests import StaffRequest
from nebe.core.texts.translated import pick

from ..forms.ask import MessageForm
from ..forms.message_templates import TemplateForm, put_into, template_chosen
from ..forms.need_handling import NoteForm
from ..models import Joining, MessageTemplate, Need, Offer
from ..placeholders import (
    PLACEHOLDERS,
    fill,
    filling_for_match,
    filling_for_need,
    filling_for_offer,
)
from ..selectors.message_templates import (
    keeps,
    languages_of,
    looks,
    template_for,
    templates_for,
)
from ..services import message_templates as services
from .forms import ERROR_STATUS
from .worklist import coordinators

PAGE = "exchange/templates/template.html"


@coordinators
@require_safe
def templates_list(request: StaffRequest) -> HttpResponse:
    language = get_language() or "en"
    rows = [
        {
            "template": one,
            "name": pick(one.name, language),
            "keeps": keeps(request.actor, one),
            **languages_of(one),
        }
        for one in templates_for(request.actor).select_related("organisation")
    ]
    return render(request, "exchange/templates/list.html", {"rows": rows})


@coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def template_new(request: StaffRequest) -> HttpResponse:
    """An empty one, or a copy of another to change."""
    language = get_language() or "en"
    template = MessageTemplate(source=language, name={}, text={}, purpose="helpers")
    if known := _known(request, request.GET.get("copy", "")):
        template = MessageTemplate(
            source=known.source, name=known.name, text=known.text, purpose=known.purpose
        )
    form = TemplateForm(request.POST or None, template=template)
    if not form.is_bound or "look" in request.POST or not form.is_valid():
        return _page(request, form, None)
    services.template_add(**_said(form), actor=request.actor)
    messages.success(request, _("Saved."))
    return redirect("exchange_staff:templates")


@coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One's own to change; the network's to read, unless one works for its office."""
    template = template_for(request.actor, pk)
    if template is None:
        raise Http404
    if not keeps(request.actor, template):
        if request.method == "POST":
            raise Http404
        return _page(request, None, template)
    form = TemplateForm(request.POST or None, template=template)
    if not form.is_bound or "look" in request.POST or not form.is_valid():
        return _page(request, form, template)
    services.template_save(
        template=template, still_right=form.still_right(), **_said(form), actor=request.actor
    )
    messages.success(request, _("Saved."))
    return redirect("exchange_staff:template", pk=pk)


@coordinators
@require_POST
def template_delete(request: StaffRequest, pk: UUID) -> HttpResponse:
    template = template_for(request.actor, pk)
    if template is None or not keeps(request.actor, template):
        raise Http404
    services.template_delete(template=template, actor=request.actor)
    messages.success(request, _("The template is deleted."))
    return redirect("exchange_staff:templates")


def _known(request: StaffRequest, pk: str) -> MessageTemplate | None:
    return template_chosen({"template": pk}, request.actor) if pk else None


def _said(form: TemplateForm) -> dict:
    values = form.cleaned_data
    plain = {name: values[name] for name in ("name", "purpose", "source")}
    return plain | {"texts": form.typed()}


def _page(
    request: StaffRequest, form: TemplateForm | None, template: MessageTemplate | None
) -> HttpResponse:
    """With `look` pressed, or a template that is only read: how it reads, filled."""
    shown = form is None
    status = 200
    if form is not None and form.is_bound:
        shown = form.is_valid()
        status = 200 if shown else ERROR_STATUS
    texts = form.typed() if form is not None and form.is_bound and shown else None
    if texts is None and template is not None:
        texts = template.text
    context = {
        "form": form,
        "template": template,
        "name": pick(template.name, get_language() or "en") if template else "",
        "placeholders": [(f"{{{name}}}", label) for name, label in PLACEHOLDERS.items()],
        "looks": looks(texts, request.actor.organisation) if shown and texts else [],
    }
    return render(request, PAGE, context, status=status)


def note_with_template(request: StaffRequest, row: Need | Offer) -> NoteForm:
    """The form as it was typed, with the chosen template put in and filled for this row."""
    language, actor = get_language() or "en", request.actor
    typed: QueryDict = request.POST
    text = typed.get("text", "")
    if template := template_chosen(typed, actor):
        chosen = pick(template.text, language)
        if isinstance(row, Need):
            filling = filling_for_need(row, actor.organisation, chosen.language)
        else:
            filling = filling_for_offer(row, actor.organisation, chosen.language)
        text = put_into(text, fill(chosen.text, filling, chosen.language))
        if chosen.is_stale:
            messages.warning(request, _("This translation is older than its original."))
    initial = {"text": text}
    if once := typed.get("once"):
        initial["once"] = once
    return NoteForm(initial=initial, actor=actor)


def message_with_template(request: StaffRequest, joining: Joining) -> MessageForm:
    """The form as it was typed, with the chosen template in the language of each side after it."""
    typed: QueryDict = request.POST
    text, match = typed.get("text", ""), joining.match
    if template := template_chosen(typed, request.actor):
        sides = (match.need.person.language, match.offer.person.language)
        prefetch_related_objects([match.offer], "places__municipality")
        found = {one.language: one for one in (pick(template.text, side) for side in sides)}
        for language, chosen in found.items():
            filling = filling_for_match(match, joining.organisation, language)
            text = put_into(text, fill(chosen.text, filling, language))
        if any(chosen.is_stale for chosen in found.values()):
            messages.warning(request, _("This translation is older than its original."))
    initial = {"text": text}
    if stamp := typed.get("stamp"):
        initial["stamp"] = stamp
    return MessageForm(initial=initial)
