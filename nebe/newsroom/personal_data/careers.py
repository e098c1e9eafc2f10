"""What the newsroom holds of persons: who applied for a job, who asked about a tender."""

import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from nebe.core.people.persons import with_address_of
from nebe.core.privacy.erasure import row_forget
from nebe.core.privacy.export import ExportedFile
from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..careers.files import MEDIA_TYPES
from ..careers.services import KEEP_DAYS
from ..models import JobApplication, Score, TenderQuestion


def applications_of(person_id: uuid.UUID) -> QuerySet[JobApplication]:
    """By the application's own id, or by the e-mail of somebody we know."""
    with scopes_disabled():
        found = JobApplication.objects.filter(with_address_of(person_id))
        return found.select_related("selection")


def applications_erase(person_id: uuid.UUID) -> int:
    """Each with its own key, by which the copies in backups go as well."""
    found = list(applications_of(person_id).defer("cv"))
    for application in found:
        row_forget(application)
    return len(found)


def application_export(application: JobApplication) -> dict:
    name = f"cv.{application.cv_kind}"
    return {
        _("Job"): application.selection.title,
        _("Name"): application.name,
        _("E-mail"): application.email,
        _("Phone"): application.phone,
        _("Letter"): application.letter,
        _("CV"): ExportedFile(name, MEDIA_TYPES[application.cv_kind], bytes(application.cv)),
        _("Status"): application.get_status_display(),
        _("Answer"): application.answer,
        _("Written"): application.created_at,
    }


personal_data.register(
    PersonalData(
        model="nebe_newsroom.JobApplication",
        label=_("Applications for jobs"),
        purpose="newsroom.application",
        order=20,
        find=applications_of,
        export=application_export,
        erase=applications_erase,
        retention=Retention(
            days=KEEP_DAYS,
            since="closes_at",
            event=_("the last day to apply"),
            anonymise=row_forget,
        ),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_newsroom.Score",
        label=_("What those who choose think of your application"),
        purpose="newsroom.application",
        order=19,
        find=lambda person_id: Score.objects.filter(
            application__in=applications_of(person_id)
        ).select_related("criterion"),
        export=lambda score: {
            _("Criterion"): score.criterion.name,
            _("Points"): score.points,
            _("Note"): score.note,
        },
    )
)
personal_data.register(
    PersonalData(
        model="nebe_newsroom.TenderQuestion",
        label=_("Questions on tenders"),
        purpose="newsroom.tender_question",
        find=lambda question_id: TenderQuestion.objects.filter(pk=question_id),
        export=lambda question: {
            _("Question"): question.text,
            _("E-mail"): question.email,
            _("Written"): question.created_at,
        },
        retention=Retention(
            days=90, since="created_at", event=_("you asked"), anonymise=row_forget
        ),
    )
)
