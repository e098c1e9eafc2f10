"""What the newsroom holds of a person: the pages of the team."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue

from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..models import TeamMember
from .known import pages_erase


def members_of(person_id: uuid.UUID) -> QuerySet[TeamMember]:
    """By the account, or by the person whose account it is."""
    return TeamMember.objects.filter(Q(account=person_id) | Q(account__person=person_id))


def text_of(stream: StreamValue) -> str:
    return "\n".join(map(str, stream.stream_block.get_searchable_content(stream)))


personal_data.register(
    PersonalData(
        model="nebe_newsroom.TeamMember",
        label=_("Your page in the team"),
        purpose="newsroom.team",
        find=members_of,
        export=lambda member: {
            _("Name"): member.title,
            _("Role"): member.role,
            _("Languages"): member.languages,
            _("Phone"): member.phone,
            _("E-mail"): member.email,
            _("Agreed on"): member.agreed_on,
            _("Agreed to show"): member.agreed_to,
            capfirst(_("summary")): member.summary,
            capfirst(_("body")): text_of(member.body),
            capfirst(_("easy to read")): text_of(member.easy),
            _("Portrait"): member.image.title if member.image else "",
        },
        erase=lambda person_id: pages_erase(members_of(person_id)),
        retention=Retention(
            days=30,
            since="taken_down_at",
            event=_("the page was taken down"),
            only=Q(live=False),
        ),
        clear=("role", "phone", "email", "summary", "body", "easy", "search_text"),
        beside=("wagtailcore_page", "wagtailcore_revision", "wagtailcore_pagelogentry"),
    )
)
