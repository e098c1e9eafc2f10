from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..models.stories import StoryConsent
from .services import PURPOSE, consents_erase


def consents_found(person_id):
    with scopes_disabled():
        return StoryConsent.objects.filter(person=person_id).select_related("organisation")


personal_data.register(
    PersonalData(
        model="nebe_newsroom.StoryConsent",
        label=_("What you agreed to for your story"),
        purpose=PURPOSE,
        order=30,
        find=consents_found,
        export=lambda consent: {
            _("In the story they are called"): consent.appears_as,
            _("What they agreed to"): [
                str(StoryConsent.Covers(each).label) for each in consent.covers
            ],
            _("In which languages it may be told"): consent.languages,
            _("Until when"): consent.until,
            _("How it was given"): consent.get_given_how_display(),
            _("Given on"): consent.given_on,
            _("Organisation"): consent.organisation.name,
            _("Ended"): consent.ended_at,
        },
        erase=consents_erase,
        retention=Retention(days=90, since="ended_at", event=_("it ended or you took it back")),
    )
)
