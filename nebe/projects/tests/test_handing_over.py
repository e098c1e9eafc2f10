"""Another organisation reports a record: who edits it, what files say, what the history tells."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from nebe.core.errors import NotPossible
from nebe.core.mail.links import LinkExpired, LinkUnknown, link_issue, link_open
from nebe.core.mail.models import Mail
from nebe.core.people.actors import Actor
from nebe.core.privacy.models import AuditEntry
from nebe.projects.demo import REF, demo_load
from nebe.projects.iati import files
from nebe.projects.iati.rules import broken
from nebe.projects.iati.writing import activities
from nebe.projects.known import Known
from nebe.projects.mails import STILL_RIGHT
from nebe.projects.models import Alias, ImportItem, Project, ProjectChange
from nebe.projects.services.editing import record_edit, record_restore
from nebe.projects.services.handing_over import record_hand_over
from nebe.projects.services.records import records_take

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NEW = "CZ-ICO-12345678"


@pytest.fixture
def office(cast):
    return Actor(user=cast.ema, organisation=cast.office)


@pytest.fixture
def project(cast):
    """Reported by the office, with all that the demonstration says of it."""
    demo_load(today=timezone.localdate())
    return Project.objects.order_by("iati_identifier").first()


def url(name: str, *args) -> str:
    return reverse(f"projects_staff:{name}", args=args)


def file_of(project: Project) -> bytes:
    rows = Project.objects.filter(pk=project.pk)
    return b"".join(activities(rows, generated=timezone.now()))


def test_the_office_hands_a_record_over(cast, client_for, project):
    ema, adam = client_for(cast.ema), client_for(cast.adam)
    record = url("record", project.pk)
    assert url("record_hand_over_choose", project.pk) in ema.get(record).text
    listed = ema.get(url("record_hand_over_choose", project.pk), {"q": "pomocná"}).text
    address = url("record_hand_over_to", project.pk, cast.pomoc.pk)
    assert address in listed
    assert "Yes, hand it over" in ema.get(address).text
    wrong = ema.post(address, {"ref": "CZ ICO 1"})
    assert wrong.status_code == 422
    assert "An identifier has no blanks" in wrong.text
    assert ema.post(address, {"ref": NEW, "reason": "A merger."}).status_code == 302
    project.refresh_from_db()
    assert project.publisher == cast.pomoc
    assert project.reporter["ref"] == NEW
    shown = adam.get(record).text
    assert "Pomocná ruka" in shown
    assert url("record_hand_over_choose", project.pk) not in shown
    assert adam.get(address).status_code == 404
    history = ema.get(url("record_history", project.pk)).text
    assert "another organisation reports it" in history
    assert f"Pomocná ruka – {NEW}" in history
    entry = AuditEntry.objects.get(action="project.hand_over")
    assert entry.user == cast.ema.pk
    texts = [mail.text for mail in Mail.objects.filter(template="projects/mail/handed_over")]
    assert texts
    assert all("A merger." in text for text in texts)
    assert ema.get(address).status_code == 404, "it reports it already"


def test_files_name_the_new_one_and_come_back_as_they_went(cast, office, project):
    identifier = project.iati_identifier
    record_hand_over(project=project, to=cast.pomoc, ref=NEW, actor=office)
    content = file_of(project)
    assert not files.faults(io.BytesIO(content), files.form_of(io.BytesIO(content)))
    activity = etree.fromstring(content).find("iati-activity")
    assert activity.findtext("iati-identifier") == identifier, "it stays"
    assert activity.find("reporting-org").get("ref") == NEW
    assert activity.find("other-identifier[@type='B1']").get("ref") == REF
    assert not {each.rule for each in broken(activity, today=timezone.localdate())} & {"1.1.21"}

    found = list(files.found_in(io.BytesIO(content), files.form_of(io.BytesIO(content)), 0))
    taken = records_take(
        records=[each.record for each in found],
        known=Known(office),
        publish=False,
        source="again.xml",
        office=cast.office,
    )
    assert [each.fate for each in taken] == [ImportItem.Fate.SAME]


def test_what_the_former_one_sends_is_refused_from_then_on(cast, office, project):
    content = file_of(project)
    found = list(files.found_in(io.BytesIO(content), files.form_of(io.BytesIO(content)), 0))
    record_hand_over(project=project, to=cast.pomoc, ref=NEW, actor=office)
    (taken,) = records_take(
        records=[each.record for each in found], known=Known(office), publish=False, source=""
    )
    assert (taken.fate, taken.reason) == (ImportItem.Fate.REFUSED, "another publisher")


def test_an_identifier_means_one_organisation(cast, office, project):
    Alias.objects.create(key="XI-BREH", organisation=cast.breh)
    with pytest.raises(NotPossible):
        record_hand_over(project=project, to=cast.pomoc, ref="XI-BREH", actor=office)
    with pytest.raises(NotPossible):
        record_hand_over(project=project, to=cast.office, ref="", actor=office)
    actor = Actor(user=cast.adam, organisation=cast.pomoc)
    with pytest.raises(NotPossible):
        record_hand_over(project=project, to=cast.pomoc, ref="", actor=actor)
    project.refresh_from_db()
    assert project.publisher == cast.office
    assert not ProjectChange.objects.filter(project=project).exists()


def test_links_of_the_former_one_confirm_no_more(cast, office, project):
    token = link_issue(purpose=STILL_RIGHT, target=project.pk, days=9)
    record_hand_over(project=project, to=cast.pomoc, ref="", actor=office)
    with pytest.raises((LinkUnknown, LinkExpired)):
        link_open(purpose=STILL_RIGHT, token=token)


def test_an_earlier_state_comes_back_without_its_reporter(cast, office, project):
    record_edit(project=project, changes={"title": {"en": "Second"}}, actor=office)
    record_hand_over(project=project, to=cast.pomoc, ref=NEW, actor=office)
    record_restore(change=project.changes.get(kind=ProjectChange.Kind.EDIT), actor=office)
    project.refresh_from_db()
    assert project.title["en"] != "Second"
    assert (project.publisher, project.reporter["ref"]) == (cast.pomoc, NEW)
    assert {"ref": REF, "type": "B1"} in project.other_identifiers
