"""Templates of messages: kept by coordinators, for their organisation or the whole network."""

import tomllib
from pathlib import Path

from django.db import transaction

from nebe.core.errors import NotPossible
from nebe.core.people.actors import StaffActor
from nebe.core.privacy.audit import audit
from nebe.core.texts.translated import text_of, with_translation

from ..models import MessageTemplate
from ..selectors.message_templates import keeps

DATA = Path(__file__).parent.parent / "data" / "templates"


@transaction.atomic
def template_add(
    *, name: str, purpose: str, source: str, texts: dict, actor: StaffActor
) -> MessageTemplate:
    """The office's are the whole network's. The same one sent twice is added once."""
    own = None if actor.organisation.is_network else actor.organisation
    values = {
        "organisation": own, "purpose": purpose, "source": source,
        "name": {source: name}, "text": texts_said({}, texts, source, still_right=()),
    }  # fmt: skip
    known = MessageTemplate.objects.filter(organisation=own, active=True, purpose=purpose)
    for one in known:
        if (one.name, one.text) == (values["name"], values["text"]):
            return one
    template = MessageTemplate.objects.create(**values)
    audit(action="template.add", actor=actor, row=template)
    return template


@transaction.atomic
def template_save(
    *,
    template: MessageTemplate,
    name: str,
    purpose: str,
    source: str,
    texts: dict,
    still_right: tuple[str, ...] = (),
    actor: StaffActor,
) -> None:
    """`still_right`: languages whose translation was looked at and fits the changed original."""
    if not keeps(actor, template):
        raise NotPossible
    known = template.name.get(source)
    template.name = template.name if known == name else {**template.name, source: name}
    template.text = texts_said(template.text, texts, source, still_right)
    template.purpose, template.source = purpose, source
    template.save()
    audit(action="template.save", actor=actor, row=template)


@transaction.atomic
def template_delete(*, template: MessageTemplate, actor: StaffActor) -> None:
    if not keeps(actor, template):
        raise NotPossible
    audit(action="template.delete", actor=actor, row=template)
    if template.delivered:
        MessageTemplate.objects.filter(pk=template.pk).update(active=False)
    else:
        template.delete()


def texts_said(known: dict, typed: dict[str, str], source: str, still_right) -> dict:
    """Language → text as it is stored. A translation that nobody touched keeps the state of the
    original that it was made from, and so shows as stale when that has changed since."""
    said: dict = {source: typed[source]} if typed.get(source) else {}
    for language, text in typed.items():
        if language == source or not text:
            continue
        was = known.get(language)
        untouched = text_of(was) == text and isinstance(was, dict) and was.get("source") == source
        if untouched and language not in still_right:
            said[language] = was
        else:
            said = with_translation(
                said, language=language, text=text, source=source, machine=False
            )
    return said


def templates_load(*, reset: bool = False) -> int:
    """Bring the delivered templates that are missing; how many. What the office edited stays."""
    written = 0
    for path in sorted(DATA.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        values = {
            "name": data["name"], "purpose": data["purpose"], "source": "en",
            "text": texts_said({}, data["text"], "en", still_right=()),
        }  # fmt: skip
        known = MessageTemplate.objects.filter(delivered=path.stem)
        if known and reset:
            known.update(active=True, **values)
        elif not known:
            MessageTemplate.objects.create(delivered=path.stem, **values)
        written += reset or not known
    return written
