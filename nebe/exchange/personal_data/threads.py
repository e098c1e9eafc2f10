"""Messages with their files, who was asked to read along, and who blocked whom."""

import uuid

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.export import ExportedFile
from nebe.core.privacy.registry import PersonalData, personal_data

from ..attachments import MEDIA_TYPES
from ..models import Attachment, Block, Joining, Message, Report


def messages_erase(person_id: uuid.UUID) -> int:
    """Of what was reported, the words stay as evidence until the report is closed."""
    reports = Report.objects.filter(message__sender=person_id, status=Report.Status.CLOSED)
    reports.update(evidence="")
    mine = Message.objects.filter(sender=person_id)
    return mine.delete()[1].get(Message._meta.label, 0)


personal_data.register(
    PersonalData(
        model="nebe_exchange.Message",
        label=_("Your messages"),
        purpose="exchange.ask",
        order=10,
        find=lambda person_id: Message.objects.filter(sender=person_id),
        export=lambda message: {_("Text"): message.text, _("Written"): message.created_at},
        erase=messages_erase,
    )
)


def attachment_export(file: Attachment) -> dict:
    name = f"nebe-{file.pk}.{file.kind}"
    return {
        _("File"): ExportedFile(name, MEDIA_TYPES[file.kind], file.content),
        _("Sent"): file.message.created_at,
    }


personal_data.register(
    PersonalData(
        model="nebe_exchange.Attachment",
        label=_("Files you sent"),
        purpose="exchange.ask",
        order=9,
        find=lambda person_id: Attachment.objects.filter(message__sender=person_id).select_related(
            "message"
        ),
        export=attachment_export,
    )
)
personal_data.register(
    PersonalData(
        model="nebe_exchange.Joining",
        label=_("Coordinators who were asked to read along"),
        purpose="exchange.ask",
        order=12,
        find=lambda person_id: Joining.objects.filter(
            Q(match__need__person=person_id) | Q(match__offer__person=person_id)
        ).select_related("organisation"),
        export=lambda joining: {
            _("Organisation"): joining.organisation.name,
            _("Asked"): joining.asked_at,
            _("Joined"): joining.joined_at,
            _("Left"): joining.left_at,
        },
    )
)
personal_data.register(
    PersonalData(
        model="nebe_exchange.Block",
        label=_("People you blocked"),
        purpose="exchange.ask",
        order=15,
        find=lambda person_id: Block.objects.filter(Q(by=person_id) | Q(blocked=person_id)),
        told=lambda person_id: Block.objects.filter(by=person_id),
        export=lambda block: {_("Date"): block.at},
    )
)
