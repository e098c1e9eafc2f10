"""A file that is only looked at changes nothing and tells nobody."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nebe.core.mail.models import Mail
from nebe.core.people.actors import Actor
from nebe.projects.demo import REF, demo_load
from nebe.projects.iati.writing import activities
from nebe.projects.models import Alias, ImportItem, ImportRun, Project, ProjectChange
from nebe.projects.services import imports

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
REVIEW = Project.State.REVIEW


@pytest.fixture
def waiting(cast) -> Project:
    """Pomocná ruka sent it in by hand: it is told once the record is published."""
    demo_load(today=timezone.localdate())
    Alias.objects.filter(key=REF).update(organisation=cast.pomoc)
    project = Project.objects.order_by("iati_identifier").first()
    Project.objects.filter(pk=project.pk).update(publisher=cast.pomoc, state=REVIEW)
    ProjectChange.objects.create(
        project=project, kind=ProjectChange.Kind.STATE, state=REVIEW, organisation=cast.pomoc
    )
    return Project.objects.get(pk=project.pk)


def test_mails_of_a_preview_are_rolled_back_with_it(cast, waiting):
    file = b"".join(activities([waiting], generated=timezone.now()))
    title = waiting.title["en"].encode()
    run = imports.import_keep(
        name="a.xml",
        file=ContentFile(file.replace(title, b"Another title")),
        kind=ImportRun.Kind.IATI,
        answers={"publish": True},
        actor=Actor(user=cast.ema, organisation=cast.office),
    )
    mails, jobs = Mail.objects.count(), DBTaskResult.objects.count()
    imports.import_read(run=run)
    assert [item.fate for item in run.items.all()] == [ImportItem.Fate.CHANGED]
    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (mails, jobs)
    assert Project.objects.get(pk=waiting.pk).state == REVIEW

    run.refresh_from_db()
    imports.import_start(run=run, actor=Actor(user=cast.ema), publish=True)
    imports.import_take(run=run)
    assert Project.objects.get(pk=waiting.pk).state == Project.State.PUBLISHED
    assert Mail.objects.filter(template="projects/mail/publish").count() == 1, "Adam is told"
