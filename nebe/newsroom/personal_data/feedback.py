"""What the newsroom holds of people, and for how long."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..models import PageFeedback

personal_data.register(
    PersonalData(
        model="nebe_newsroom.PageFeedback",
        label=_("What you said of a page"),
        purpose="newsroom.feedback",
        find=lambda person_id: PageFeedback.objects.none(),  # nothing tells who wrote it
        export=lambda said: {_("Text"): said.text, _("Written"): said.created_at},
        retention=Retention(days=180, since="created_at", event=_("it was written")),
    )
)
