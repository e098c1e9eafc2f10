"""Projects of tables for registries: an identifier each, once their organisation has a number."""

import io

import pytest
from django.urls import reverse

from nebe.core.jobs.worker import run_due
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.privacy.models import AuditEntry
from nebe.projects.iati import files
from nebe.projects.iati.rows import record_of
from nebe.projects.known import Known
from nebe.projects.models import Alias, ImportItem, Project
from nebe.projects.services.editing import record_restore
from nebe.projects.services.handing_over import record_hand_over
from nebe.projects.services.records import records_take
from nebe.projects.tests.test_tables import answered, fates, kept, taken

from .shared import shared

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Fate = ImportItem.Fate
NUMBER = "CZ-ICO-12345678"
TABLE = b"title;funders;aim;period\nSewing;OPZ;Sew together;01/2024-12/2025\nBare;;;\n"
PAGE = reverse("projects_staff:identifiers")


@pytest.fixture
def actor(cast):
    return Actor(user=cast.ema, organisation=cast.office)


@pytest.fixture
def number(cast):
    Alias.objects.create(organisation=cast.office, key=NUMBER)


def registry(client, organisation) -> list:
    """What the file for registries has; the schema accepts it."""
    response = client.get(reverse("iati_activities", args=[organisation.slug]))
    assert response.status_code == 200
    content = io.BytesIO(b"".join(response.streaming_content))
    assert files.faults(content, files.form_of(content)) == []
    return list(files.found_in(content, files.form_of(content)))


def own(project: Project) -> str:
    return f"{NUMBER}-{project.pk.hex[:8]}"


def test_the_consortiums_projects_go_to_registries_and_come_back_as_they_are(actor, client, number):
    content = shared("projects/consortium_projects_as_published.csv").read_bytes()
    taken(answered(kept(content, actor), actor), actor)
    projects = Project.objects.all()
    assert {each.iati_identifier for each in projects} == {own(each) for each in projects}
    found = registry(client, actor.organisation)
    assert len(found) == projects.count() == 16
    assert not {rule.rule for each in found for rule in each.advice} & {"1.1.21", "1.3.1", "1.3.13"}
    again = records_take(
        records=[each.record for each in found], known=Known(actor), publish=True, source="a file"
    )
    assert {each.fate for each in again} == {Fate.SAME}
    run = kept(content, actor)
    assert not set(fates(run)) - {Fate.SAME, Fate.MERGED}
    assert len(run.answers["asked"]["same"]) == 16
    tidy = kept(shared("projects/consortium_projects.csv").read_bytes(), actor)
    assert fates(tidy) == [Fate.SAME] * 16
    taken(answered(tidy, actor), actor)
    assert projects.count() == 16


def test_a_number_that_comes_later(actor, cast, client, client_for):
    run = taken(answered(kept(TABLE, actor), actor), actor)
    ema = client_for(cast.ema)
    shown = reverse("projects_staff:import", args=[run.pk])
    assert client.get(reverse("iati_activities", args=[cast.office.slug])).status_code == 404
    assert PAGE in ema.get(shown).text
    assert PAGE in ema.get(reverse("projects_staff:projects")).text
    assert "2 projects without an identifier" in ema.get(PAGE).text

    field = f"of-{cast.office.pk.hex}-ref"
    of_office = {"organisation": str(cast.office.pk)}
    assert ema.post(PAGE, of_office | {field: "CZ ICO"}).status_code == 422
    assert ema.post(PAGE, of_office | {field: NUMBER}).status_code == 302
    run_due()
    projects = Project.objects.all()
    assert {each.iati_identifier for each in projects} == {own(each) for each in projects}
    assert "Every project has its identifier" in ema.get(PAGE).text
    assert PAGE not in ema.get(shown).text
    assert AuditEntry.objects.filter(action="project.identifier").count() == 2
    (found,) = registry(client, cast.office)  # the other one says too little for the schema
    assert found.record["reporter"]["ref"] == NUMBER

    run = kept(TABLE, actor)
    assert fates(run) == [Fate.SAME, Fate.SAME]
    sewing = projects.get(title={"en": "Sewing"})
    record_restore(change=sewing.changes.get(), actor=actor)
    assert Project.objects.get(pk=sewing.pk).iati_identifier == own(sewing)


def test_the_number_of_another_organisation_is_refused(cast, client_for, actor):
    taken(answered(kept(TABLE, actor), actor), actor)
    Alias.objects.create(organisation=cast.pomoc, key=NUMBER)
    data = {"organisation": str(cast.office.pk), f"of-{cast.office.pk.hex}-ref": NUMBER}
    response = client_for(cast.ema).post(PAGE, data)
    assert response.status_code == 422
    assert "This identifier is that of another organisation." in response.text
    assert not Project.objects.exclude(iati_identifier=None).exists()


def test_a_slip_in_the_number_is_put_right_for_projects_to_come(cast, client_for, actor, number):
    right = "CZ-ICO-87654321"
    Project.objects.create(slug="a", title={"en": "A"}, publisher=cast.office)
    field = f"of-{cast.office.pk.hex}-ref"
    ema = client_for(cast.ema)
    assert f'value="{NUMBER}"' in ema.get(PAGE).text
    ema.post(PAGE, {"organisation": str(cast.office.pk), field: right})
    run_due()
    assert Project.objects.get().iati_identifier.startswith(right)
    taken(answered(kept(TABLE, actor), actor), actor)
    assert Project.objects.filter(iati_identifier__startswith=right).count() == 3


def test_who_gets_a_project_without_a_number_may_get_one(cast, client_for, actor):
    taken(answered(kept(TABLE, actor), actor), actor)
    project = Project.objects.get(title={"en": "Sewing"})
    record_hand_over(project=project, to=cast.pomoc, ref="", actor=actor)
    data = {"organisation": str(cast.pomoc.pk), f"of-{cast.pomoc.pk.hex}-ref": NUMBER}
    client_for(cast.ema).post(PAGE, data)
    run_due()
    project.refresh_from_db()
    assert project.iati_identifier == own(project)
    assert record_of(project)["reporter"]["text"] == {"en": cast.pomoc.name}
    assert Project.objects.filter(iati_identifier=None).count() == 1


def test_no_identifier_is_made_up_for_a_file_that_names_who_reports(actor, number):
    record = {"title": {"en": "A"}, "reporter": {"ref": "XI-B", "type": "22"}}
    records_take(
        records=[record], known=Known(actor), publish=True, source="", office=actor.organisation
    )
    project = Project.objects.get()
    assert project.iati_identifier is None
    assert project.publisher.status == Organisation.Status.UNCLAIMED
