"""Words to begin an answer with, in the language in which somebody applied."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from ..models import JobApplication
from ..titles import title_for

Status = JobApplication.Status


def answer_text(application: JobApplication, status: str) -> str:
    title = title_for(application.selection, application.language)
    job = {"name": application.name, "job": title}
    with override(application.language):
        if status == Status.INVITED:
            return (
                _(
                    "Dear %(name)s,\n\n"
                    "thank you for applying for “%(job)s”. We would like to meet you.\n\n"
                    "Day and time: …\nPlace: …\n\n"
                    "Please write to us if another day suits you better, or if you need an "
                    "interpreter or a room without steps.\n\n"
                    "We look forward to meeting you."
                )
                % job
            )
        return (
            _(
                "Dear %(name)s,\n\n"
                "thank you for applying for “%(job)s” and for the time you took. This time we "
                "chose somebody else.\n\n"
                "If you would like to know why, write to us. We would be glad if you applied again."
            )
            % job
        )
