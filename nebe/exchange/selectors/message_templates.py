"""The templates that an organisation's coordinators may use, and which they keep."""

from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Organisation
from nebe.core.texts.translated import is_stale, pick, text_of

from ..models import Category, MessageTemplate
from ..placeholders import fill, filling_invented

Purpose = MessageTemplate.Purpose


def templates_for(actor: StaffActor) -> QuerySet[MessageTemplate]:
    """The network's and those of the actor's organisation."""
    ours = Q(organisation=None) | Q(organisation=actor.organisation)
    return MessageTemplate.objects.filter(ours, active=True)


def template_for(actor: StaffActor, pk: UUID | str) -> MessageTemplate | None:
    return templates_for(actor).filter(pk=pk).first()


def keeps(actor: StaffActor, template: MessageTemplate) -> bool:
    """Whether the actor's organisation may change it: its own; the office also the network's."""
    if template.organisation_id is None:
        return actor.organisation.is_network
    return template.organisation_id == actor.organisation.pk


def template_choices(actor: StaffActor, *purposes: str) -> list[tuple[str, str]]:
    """For a field of a form, in the reader's language."""
    language = get_language() or "en"
    found = templates_for(actor).filter(purpose__in=purposes)
    return [(str(one.pk), str(pick(one.name, language))) for one in found]


def languages_of(template: MessageTemplate) -> dict[str, list[str]]:
    """Codes of languages: in which it is there, stale, missing."""
    codes = [code for code, _name in settings.LANGUAGES]
    there = [code for code in codes if text_of(template.text.get(code))]
    return {
        "there": there,
        "stale": [code for code in there if is_stale(template.text, code)],
        "missing": [code for code in codes if code not in there],
    }


def looks(texts: dict, organisation: Organisation) -> list[dict]:
    """A text in each language it is in, with the placeholders filled for somebody invented."""
    found = []
    category = Category.objects.filter(active=True).first()
    for code, name in settings.LANGUAGES:
        if not text_of(texts.get(code)):
            continue
        text = pick(texts, code)
        with override(code):
            link = _("(link to the person's own page)")
        filling = filling_invented(organisation, str(pick(category.name, code) if category else ""))
        shown = fill(text.text.replace("{link}", link), filling, code)
        found.append({"code": code, "language": name, "text": shown, "direction": text.direction})
    return found
