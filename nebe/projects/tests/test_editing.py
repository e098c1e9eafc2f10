"""Records edited by hand: what is typed comes in, all else stays."""

import io

import pytest
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone, translation
from lxml import etree

from nebe.core.people.actors import Actor, actor_of
from nebe.core.people.models import Organisation
from nebe.core.places.testing import places_for_tests
from nebe.projects.editing.base import Asked
from nebe.projects.editing.sections import ORDER, SECTIONS
from nebe.projects.editing.words import NAMES, UNTOLD, lines
from nebe.projects.iati import files, shapes, writing
from nebe.projects.iati.nodes import Reading, read
from nebe.projects.iati.rows import BELOW, record_of
from nebe.projects.known import Known
from nebe.projects.models import (
    Alias,
    Facet,
    Funding,
    Participation,
    Programme,
    Project,
    ProjectChange,
    Result,
    Role,
)
from nebe.projects.services.editing import (
    ChangedMeanwhile,
    project_create,
    record_edit,
    record_restore,
)
from nebe.projects.services.records import records_take, settled
from nebe.projects.services.results import change_begin
from nebe.projects.terms import THEMES_URI
from nebe.projects.whole import whole_of

from .browser import sent
from .shared import shared

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def ema(cast):
    return actor_of(cast.ema)


@pytest.fixture
def places(db):
    return places_for_tests()


@pytest.fixture
def project(ema):
    Alias.objects.create(organisation=ema.organisation, key="XI-TEST")
    return project_create(title={"cs": "Společně"}, language="cs", actor=ema)


def again(project: Project) -> Project:
    return Project.objects.get(pk=project.pk)


def section_of(project: Project, name: str, actor: Actor, data=None):
    asked = Asked(whole_of(again(project)), actor, project)
    return SECTIONS[name](asked, data)


def edit(project: Project, name: str, actor: Actor, **typed) -> Project:
    data = sent(section_of(project, name, actor), **typed)
    section = section_of(project, name, actor, data)
    assert section.is_valid(), section.errors()
    record_edit(project=project, changes=section.changes(), version=data["version"], actor=actor)
    return again(project)


def records(path):
    for element in etree.parse(path).iter("iati-activity"):
        yield read(element, shapes.ACTIVITY, Reading(language=element.get("{*}lang") or "und"))


def test_a_section_that_is_saved_untouched_changes_nothing(project, ema):
    """Of the examples that say the most under each key."""
    found = [
        settled(record)
        for path in shared("iati/cases/activity-tests/should-pass").rglob("*.xml")
        for record in records(path)
    ]
    keys = {key for kind in ORDER for key in kind.keys if any(key in each for each in found)}
    assert len(keys) > 12
    for whole in (max(found, key=lambda each: len(str(each.get(key, "")))) for key in keys):
        for kind in ORDER:
            if whole.keys().isdisjoint(kind.keys):
                continue
            asked = Asked(whole, ema, project)
            section = kind(asked, sent(kind(asked)))
            assert section.is_valid(), (kind, section.errors())
            changes = {key: value or None for key, value in section.changes().items()}
            assert changes == {key: whole.get(key) for key in changes}, kind


def test_a_project_begins_by_hand(project, ema):
    project = edit(project, "texts", ema, **{"aim-cs": "Učit se česky", "title-uk": "Разом"})
    assert project.title == {"cs": "Společně", "uk": "Разом"}
    assert project.aim.text == "Učit se česky"
    assert project.state == Project.State.DRAFT
    assert " раз " in project.search_text
    (change,) = project.changes.all()
    assert (change.kind, change.organisation) == ("edit", ema.organisation)
    assert change.before["title"] == {"cs": "Společně"}


def test_what_a_file_has_beyond_the_forms_stays(ema):
    path = shared("iati/cases/activity-tests/should-pass")
    record = max(
        (record for file in path.rglob("*.xml") for record in records(file)),
        key=lambda r: len(str(r)),
    )
    known = Known(Actor.system())
    (taken,) = records_take(
        records=[record], known=known, publish=True, source="", office=ema.organisation
    )
    before = whole_of(again(taken.project))
    result = Result.objects.filter(project=taken.project).values_list("pk", flat=True)
    ids = set(result)
    project = edit(taken.project, "running", ema, status="4")
    after = whole_of(project)
    assert after.pop("status") == "4"
    before.pop("status", None)
    assert after.pop("last_updated") != before.pop("last_updated", None)
    assert after == before
    assert set(result.all()) == ids


def test_partners_are_known_by_name_or_added(project, ema, cast):
    typed = {"partnerrow-0-name": "Pomocná ruka", "partnerrow-0-role": "2"}
    typed |= {"partnerrow-1-name": "Nový spolek", "partnerrow-1-role": "4"}
    project = edit(project, "partners", ema, **typed)
    lead, partner = project.participations.all()
    assert lead.organisation == cast.pomoc
    assert partner.organisation.status == Organisation.Status.UNCLAIMED
    edit(project, "running", ema, status="2")
    assert Organisation.objects.filter(name="Nový spolek").count() == 1
    assert Facet.objects.filter(project=project, name="org").count() == 2


def test_funders_have_programmes_and_shares(project, ema):
    funder = Known(ema).named("Fond")
    programme = Programme.objects.create(slug="amif", name={"en": "AMIF"}, funder=funder)
    typed = {"fundingrow-0-programme": "amif", "fundingrow-0-percentage": "75"}
    typed |= {"fundingrow-1-funder": "Město", "fundingrow-1-percentage": "30"}
    section = section_of(
        project, "funders", ema, sent(section_of(project, "funders", ema), **typed)
    )
    assert not section.is_valid()
    assert "more than 100" in str(section.errors())
    project = edit(project, "funders", ema, **typed | {"fundingrow-1-percentage": "25"})
    names = project.participations.values_list("organisation__name", "role")
    assert set(names) == {("Fond", Role.FUNDING), ("Město", Role.FUNDING)}
    assert Facet.objects.filter(name="programme", value=str(programme.pk)).exists()
    project = edit(project, "funders", ema, **{"fundingrow-1-DELETE": "on"})
    assert [row.funder.name for row in project.fundings.all()] == ["Fond"]
    assert Participation.objects.filter(project=project).count() == 1


def test_places_are_chosen_from_ours(project, ema, places):
    project = edit(
        project, "places", ema, **{"placerow-0-place": "Brno", "countryrow-0-code": "CZ"}
    )
    location = project.locations.get()
    assert location.municipality.name == "Brno"
    assert location.latitude
    assert Facet.objects.filter(project=project, name="town").exists()
    assert section_of(project, "places", ema).rows[0][0]["place"].value() == "Brno"


def test_themes_goals_and_sectors(project, ema):
    typed = {"themes": ["language"], "goals": ["4", "10"], "sectorrow-0-code": "primary education"}
    project = edit(project, "about", ema, **typed)
    assert [row.code for row in project.tags.filter(vocabulary_uri=THEMES_URI)] == ["language"]
    assert [row.code for row in project.tags.filter(vocabulary="2")] == ["4", "10"]
    assert project.sectors.get().code == "11220"
    project = edit(project, "about", ema, themes=[], goals=["4"])
    assert [row.code for row in project.tags.all()] == ["4"]


def test_money(project, ema):
    typed = {"currency": "CZK", "budgetrow-0-start": "2026-01-01", "budgetrow-0-end": "2026-12-31"}
    project = edit(project, "budgets", ema, **typed, **{"budgetrow-0-value": "1 200 000,50"})
    typed = {"transactionrow-0-type": "4", "transactionrow-0-date": "2026-03-01"}
    typed |= {"transactionrow-0-value": "1000", "transactionrow-0-receiver": "Škola"}
    project = edit(project, "payments", ema, **typed)
    assert str(project.budgets.get().value) == "1200000.50000000"
    assert project.transactions.get().receiver_name == {"cs": "Škola"}
    assert project.transactions.get().value_date is not None


def test_related_projects_are_shown_on_both_pages(project, ema, client):
    other = project_create(title={"en": "The one before"}, language="en", actor=ema)
    Project.objects.update(state=Project.State.PUBLISHED)
    typed = {"relatedrow-0-kind": "before", "relatedrow-0-other": "The one before"}
    edit(project, "related", ema, **typed)
    page = client.get(reverse("projects:project", args=[project.slug])).content.decode()
    assert "The one before" in page
    assert "goes on from" in page
    page = client.get(reverse("projects:project", args=[other.slug])).content.decode()
    assert "Společně" in page
    assert "is continued by" in page
    section = section_of(project, "related", ema)
    assert section.rows[0][0]["other"].value() == "The one before"


def test_what_is_typed_goes_out_and_comes_in_again(project, ema, client, places):
    """The file is valid, and reading it again gives the same record."""
    edit(project, "texts", ema, **{"aim-cs": "Učit se"})
    edit(project, "running", ema, status="2", planned_start="2026-01-01", humanitarian="1")
    edit(project, "partners", ema, **{"partnerrow-0-name": "Spolek", "partnerrow-0-role": "2"})
    typed = {"countryrow-0-code": "CZ", "countryrow-0-percentage": "90"}
    typed |= {"worldrow-0-code": "89", "worldrow-0-percentage": "10"}
    edit(project, "places", ema, **typed, **{"placerow-0-place": "Brno"})
    typed = {"markerrow-0-code": "1", "markerrow-0-significance": "2"}
    typed |= {"sectorrow-0-code": "11220"}
    edit(project, "about", ema, themes=["language"], goals=["4"], **typed)
    typed = {"budgetrow-0-start": "2026-01-01", "budgetrow-0-end": "2026-12-31"}
    edit(project, "budgets", ema, currency="CZK", **typed, **{"budgetrow-0-value": "10,5"})
    typed = {"transactionrow-0-type": "4", "transactionrow-0-date": "2026-03-01"}
    edit(project, "payments", ema, **typed, **{"transactionrow-0-value": "1"})
    typed = {"documentrow-0-name": "Zpráva", "documentrow-0-url": "example.org/a.pdf"}
    edit(project, "documents", ema, **typed, **{"documentrow-0-category": "A08"})
    typed = {"contactrow-0-website": "https://example.org", "office_email": "info@example.org"}
    edit(project, "contacts", ema, **typed)
    project = edit(project, "numbers", ema, **{"numberrow-0-ref": "CZ.1"})
    assert project.documents.get().url == "https://example.org/a.pdf"
    Project.objects.update(state=Project.State.PUBLISHED)
    file = io.BytesIO(b"".join(writing.activities([again(project)], generated=timezone.now())))
    assert files.faults(file, files.form_of(file)) == []
    (found,) = files.found_in(file, files.form_of(file))
    assert found.left == []
    project = again(project)
    prefetch_related_objects([project], *BELOW)
    assert settled(found.record) == record_of(project)
    page = client.get(reverse("projects:project", args=[project.slug])).content.decode()
    assert "4. Quality education" in page
    assert "info@example.org" in page


def test_nobody_overwrites_what_they_have_not_seen(project, ema):
    data = sent(section_of(project, "running", ema), status="3")
    edit(project, "running", ema, status="2")
    section = section_of(project, "running", ema, data)
    assert section.is_valid()
    with pytest.raises(ChangedMeanwhile):
        record_edit(project=project, changes=section.changes(), version=data["version"], actor=ema)
    edit(project, "texts", ema, acronym="SPOL")  # another section is no conflict
    assert again(project).status == "2"


def test_an_earlier_state_comes_back(project, ema):
    edit(project, "texts", ema, acronym="ONE")
    edit(project, "partners", ema, **{"partnerrow-0-name": "Spolek", "partnerrow-0-role": "4"})
    before = project.changes.first()
    edit(project, "texts", ema, acronym="TWO")
    assert record_restore(change=before, actor=ema)
    project = again(project)
    assert project.acronym == "ONE"
    assert not project.participations.exists()
    assert project.changes.first().kind == ProjectChange.Kind.RESTORE
    assert record_restore(change=project.changes.first(), actor=ema)
    assert again(project).acronym == "TWO"
    assert project.participations.exists()


def test_a_file_leaves_alone_what_is_ours(project, ema):
    typed = {"iati_identifier": "XI-TEST-1", "numberrow-0-ref": "CZ.1", "numberrow-0-type": "A9"}
    edit(project, "numbers", ema, **typed)
    project = edit(project, "texts", ema, acronym="OURS")
    funder = Known(ema).named("Fond")
    Funding.objects.create(project=project, funder=funder, percentage=50)
    prefetch_related_objects([project], *BELOW)
    record = record_of(project) | {"title": {"en": "Renamed"}}
    records_take(
        records=[record], known=Known(ema), publish=True, source="a.xml", office=ema.organisation
    )
    project = again(project)
    assert (project.name.text, project.acronym) == ("Renamed", "OURS")
    assert project.fundings.exists()


def test_a_related_draft_of_others_is_told_by_its_number(project, ema, cast):
    other = project_create(title={"en": "Still a secret"}, language="en", actor=ema)
    typed = {"relatedrow-0-kind": "before", "relatedrow-0-other": "Still a secret"}
    before = whole_of(edit(project, "related", ema, **typed))
    assert section_of(project, "related", ema).rows[0][0]["other"].value() == "Still a secret"
    hana = actor_of(cast.hana)
    assert section_of(project, "related", hana).rows[0][0]["other"].value() == str(other.pk)
    section = section_of(project, "related", hana, sent(section_of(project, "related", hana)))
    assert section.is_valid()
    assert section.changes()["relations"] == before["relations"]


def test_what_a_file_publishes_is_in_the_history(project, ema):
    edit(project, "numbers", ema, iati_identifier="XI-TEST-1")
    Project.objects.update(state=Project.State.REVIEW)
    project = again(project)
    prefetch_related_objects([project], *BELOW)
    record = record_of(project) | {"title": {"en": "Renamed"}}
    records_take(
        records=[record], known=Known(ema), publish=True, source="a.xml", office=ema.organisation
    )
    assert again(project).state == Project.State.PUBLISHED
    (change,) = project.changes.filter(kind=ProjectChange.Kind.STATE)
    assert (change.state, change.by) == (Project.State.PUBLISHED, ema.user)


def test_what_nebe_counts_is_no_look_at_the_record(project):
    before = again(project)
    Project.objects.update(last_updated="")
    change_begin(before, Actor.system(), kind=ProjectChange.Kind.COUNT)
    after = again(project)
    assert after.updated_at == before.updated_at
    assert after.last_updated


def test_countries_and_regions_share_the_whole(project, ema):
    typed = {"countryrow-0-code": "CZ", "countryrow-0-percentage": "60"}
    typed |= {"worldrow-0-code": "89", "worldrow-0-percentage": "30"}
    data = sent(section_of(project, "places", ema), **typed)
    section = section_of(project, "places", ema, data)
    assert not section.is_valid()
    assert "less than 100 %" in section.problems[0]
    section = section_of(project, "places", ema, data | {"worldrow-0-percentage": "50"})
    assert not section.is_valid()
    assert "more than 100 %" in section.problems[0]
    project = edit(project, "places", ema, **typed | {"worldrow-0-percentage": "40"})
    record = record_of(project)
    assert record["regions"] == [{"code": "89", "vocabulary": "1", "percentage": "40"}]
    # Without a share for each, nothing has to add up.
    edit(project, "places", ema, **{"worldrow-0-percentage": ""})


def test_regions_of_another_vocabulary_stay(project, ema):
    own = {"code": "1", "vocabulary": "99", "text": {"en": "V4"}, "percentage": "100"}
    record_edit(project=project, changes={"regions": [own]}, actor=ema)
    project = edit(project, "places", ema, **{"worldrow-0-code": "298"})
    assert record_of(project)["regions"] == [own, {"code": "298", "vocabulary": "1"}]


def test_a_region_is_called_in_the_readers_language(project, ema):
    with translation.override("uk"):
        drawn = str(section_of(project, "places", ema).rows[2].forms[0]["code"])
    assert '<option value="89">Європа</option>' in drawn
    assert '<option value="589">Близький Схід</option>' in drawn
    with translation.override("en"):
        assert "lang=" not in str(section_of(project, "places", ema).rows[2].forms[0]["code"])


def test_policy_markers_say_how_much_they_matter(project, ema):
    typed = {"markerrow-0-code": "1", "markerrow-0-significance": "2"}
    data = sent(section_of(project, "about", ema), **typed | {"markerrow-0-significance": ""})
    assert not section_of(project, "about", ema, data).is_valid()
    project = edit(project, "about", ema, **typed)
    marker = {"code": "1", "vocabulary": "1", "significance": "2"}
    assert record_of(project)["policy_markers"] == [marker]
    twice = {"markerrow-1-code": "1", "markerrow-1-significance": "1"}
    data = sent(section_of(project, "about", ema), **twice)
    assert not section_of(project, "about", ema, data).is_valid()


def test_everything_of_a_record_has_a_name():
    keys = set(shapes.ACTIVITY.kinds) | {part.key for part in shapes.ACTIVITY.lists}
    assert keys - set(NAMES) - UNTOLD == set()


def test_figures_are_told_in_the_readers_words():
    women = [{"name": "Gender", "value": "F"}]
    period = {"start": "2025-01-01", "actuals": [{"value": "7", "dimensions": women}]}
    indicator = {"title": {"en": "Learners"}, "periods": [period]}
    said = lines("results", [{"title": {"en": "Speak"}, "indicators": [indicator]}])
    assert said[-1].endswith("Reached: 7 (Women and girls)")


def test_a_sector_is_called_in_the_readers_language(project, ema):
    record_edit(project=project, changes={"sectors": [{"code": "15190"}]}, actor=ema)
    with translation.override("cs"):
        assert lines("sectors", [{"code": "15190"}]) == ["15190 – Migrace a mobilita"]
        row = section_of(project, "about", ema).rows[0][0]
        assert row["code"].value() == "15190 – Migrace a mobilita"
        assert not row.fields["code"].disabled
        typed = {"sectorrow-1-code": "sociální ochrana"}
        project = edit(project, "about", ema, **typed)
    assert [row.code for row in project.sectors.all()] == ["15190", "16010"]
