"""The way of a record: who may do what, proposals, the history, the yearly question."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from nebe.core.mail.models import Mail
from nebe.core.people.models import Membership, Role
from nebe.projects.models import Participation, Programme, Project, Proposal
from nebe.projects.selectors.confirming import not_confirmed_since, unconfirmed
from nebe.projects.selectors.explorer import question_of
from nebe.projects.selectors.selection import Selection
from nebe.projects.services.confirming import projects_ask
from nebe.projects.whole import whole_of

from .browser import sent
from .test_editing import section_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def published(cast):
    """Reported by Pomocná ruka; Druhý břeh takes part."""
    project = Project.objects.create(
        slug="p", title={"en": "Together"}, publisher=cast.pomoc, state=Project.State.PUBLISHED
    )
    Participation.objects.create(
        project=project, organisation=cast.breh, role="4", name={"en": "Druhý břeh"}
    )
    return project


def url(name: str, *args) -> str:
    return reverse(f"projects_staff:{name}", args=args)


def typed(client_user, project, section, **changes) -> dict:
    from nebe.core.people.actors import actor_of

    return sent(section_of(project, section, actor_of(client_user)), **changes)


def text(response) -> str:
    return response.content.decode()


def test_a_draft_is_sent_in_and_published(cast, client_for):
    adam, ema = client_for(cast.adam), client_for(cast.ema)
    adam.post(url("record_new"), {"title": "Nový projekt", "language": "cs"})
    project = Project.objects.get()
    assert project.publisher == cast.pomoc
    assert client_for(cast.hana).get(url("record", project.pk)).status_code == 404
    adam.post(url("record_move", project.pk), {"move": "publish"})
    project.refresh_from_db()
    assert project.state == Project.State.DRAFT
    adam.post(url("record_move", project.pk), {"move": "submit"})
    assert adam.get(url("record_section", project.pk, "texts")).status_code == 404
    assert "projects that wait to be published" in text(ema.get(reverse("console")))
    ema.post(url("record_move", project.pk), {"move": "return", "reason": "Kde to je?"})
    assert "Kde to je?" in Mail.objects.get(template="projects/mail/return").text
    adam.post(url("record_move", project.pk), {"move": "submit"})
    ema.post(url("record_move", project.pk), {"move": "publish"})
    project.refresh_from_db()
    assert project.state == Project.State.PUBLISHED
    assert "Nový projekt" in text(ema.get(reverse("projects:project", args=[project.slug])))
    assert project.changes.filter(kind="state").count() == 4


def test_a_member_proposes_and_the_office_approves(cast, client_for, published):
    adam, ema = client_for(cast.adam), client_for(cast.ema)
    data = typed(cast.adam, published, "texts", acronym="TOG")
    adam.post(url("record_section", published.pk, "texts"), data)
    published.refresh_from_db()
    assert published.acronym == ""
    proposal = Proposal.objects.get()
    adam.post(
        url("record_section", published.pk, "running"),
        typed(cast.adam, published, "running", status="2"),
    )
    assert Proposal.objects.get().changes.keys() == {"acronym", "status"}
    shown = text(ema.get(url("proposal", proposal.pk)))
    assert "TOG" in shown
    version = shown.split('name="version" value="')[1].split('"')[0]
    ema.post(url("proposal", proposal.pk), {"act": "approve", "version": version})
    published.refresh_from_db()
    assert (published.acronym, published.status) == ("TOG", "2")
    assert Mail.objects.filter(template="projects/mail/proposal_decided").count() == 1
    history = text(adam.get(url("record_history", published.pk)))
    assert "a proposal was approved" in history
    assert "Pomocná ruka" in history
    assert "TOG" in history


def proposal_of(cast, project, **changes) -> Proposal:
    now = whole_of(Project.objects.get(pk=project.pk))
    base = {key: now.get(key) for key in changes}
    return Proposal.objects.create(
        project=project, organisation=cast.breh, base=base, changes=changes
    )


def test_what_changed_meanwhile_is_chosen_and_never_overwritten(cast, client_for, published):
    ema = client_for(cast.ema)
    proposal = proposal_of(cast, published, status="4", acronym="X")
    ema.post(
        url("record_section", published.pk, "running"),
        typed(cast.ema, published, "running", status="3"),
    )
    shown = text(ema.get(url("proposal", proposal.pk)))
    assert "has changed here since" in shown
    version = shown.split('name="version" value="')[1].split('"')[0]
    approve = {"act": "approve", "version": version}
    assert "Choose what counts" in text(ema.post(url("proposal", proposal.pk), approve))
    ema.post(url("proposal", proposal.pk), approve | {"choice-status": "now"})
    published.refresh_from_db()
    assert (published.status, published.acronym) == ("3", "X")


def test_a_proposal_is_refused_with_a_reason_or_changed_by_the_office(cast, client_for, published):
    ema, hana = client_for(cast.ema), client_for(cast.hana)
    proposal = proposal_of(cast, published, acronym="LONG")
    address = url("proposal", proposal.pk)
    assert "Say why" in text(ema.post(address, {"act": "refuse"}))
    assert hana.post(address, {"act": "approve"}).status_code == 404
    whole_section = typed(cast.hana, published, "texts", acronym="SHORT")
    section = text(ema.get(url("proposal_section", proposal.pk, "texts")))
    whole_section["version"] = section.split('name="version" value="')[1].split('"')[0]
    ema.post(url("proposal_section", proposal.pk, "texts"), whole_section)
    proposal.refresh_from_db()
    assert proposal.changes["acronym"] == "SHORT"
    ema.post(address, {"act": "refuse", "reason": "Bez zkratky."})
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.REFUSED
    assert "Bez zkratky." in text(hana.get(address))
    assert Mail.objects.filter(template="projects/mail/proposal_decided").exists()


def test_two_officers_of_the_office_at_once(cast, client_for, published):
    ema = client_for(cast.ema)
    late = typed(cast.ema, published, "running", status="3")
    address = url("record_section", published.pk, "running")
    ema.post(address, typed(cast.ema, published, "running", status="2"))
    shown = ema.post(address, late)
    assert "Somebody changed this meanwhile" in text(shown)
    assert '<option value="3" selected>' in text(shown)
    version = text(shown).split('name="version" value="')[1].split('"')[0]
    ema.post(address, late | {"version": version})
    published.refresh_from_db()
    assert published.status == "3"


def test_wrong_input_keeps_what_was_typed(cast, client_for, published):
    ema = client_for(cast.ema)
    data = typed(cast.ema, published, "running", planned_start="2026-05-01")
    address = url("record_section", published.pk, "running")
    shown = text(ema.post(address, data | {"planned_end": "2026-04-01"}))
    assert "The end is before the start." in shown
    assert 'value="2026-04-01"' in shown


def asked(project, days: int):
    moment = timezone.now() - timedelta(days=days)
    Project.objects.filter(pk=project.pk).update(updated_at=moment)
    project.refresh_from_db()


def test_publishers_are_asked_once_a_year(cast, client, published):
    today = timezone.localdate()
    Membership.objects.create(user=cast.jana, organisation=cast.pomoc, role=Role.EDITOR)
    asked(published, 300)
    assert projects_ask(today=today) == 0
    asked(published, 370)
    assert projects_ask(today=today) == 1
    assert projects_ask(today=today) == 0
    mails = Mail.objects.filter(template="projects/mail/still_right")
    assert mails.count() == 2
    link = next(word for word in mails[0].text.split() if "/l/project-right/" in word)
    path = "/" + link.split("/", 3)[3]
    path = path.replace("/cs/", "/en/")  # their own language is Czech
    assert "Is this still right?" in text(client.get(path))
    client.post(path)
    published.refresh_from_db()
    assert published.confirmed_on == today
    assert "You have answered already." in text(client.get(path))
    assert "Last confirmed on" in text(client.get(reverse("projects:project", args=["p"])))


def test_silence_is_shown(cast, client, client_for, published):
    today = timezone.localdate()
    asked(published, 400)
    assert list(unconfirmed(today=today)) == [published]
    assert not_confirmed_since(published, today)
    assert "Not confirmed since" in text(client.get(reverse("projects:project", args=["p"])))
    assert "Together" in text(client_for(cast.ema).get(url("projects"), {"state": "silent"}))
    published.actual_end = today - timedelta(days=800)
    published.save()
    asked(published, 400)
    assert not unconfirmed(today=today).exists()
    assert not_confirmed_since(published, today) is None


def test_a_programme_that_is_used_stays(cast, client_for, published):
    ema = client_for(cast.ema)
    ema.post(
        url("programme_new"),
        {"name-en": "Asylum fund", "name-cs": "Azylový fond", "funder": "Unie", "first": "2021"},
    )
    programme = Programme.objects.get()
    assert (programme.slug, programme.funder.name) == ("asylum-fund", "Unie")
    published.fundings.create(programme=programme, percentage=75)
    address = url("programme", programme.slug)
    assert "cannot be deleted" in text(ema.post(address, {"delete": "1"}, follow=True))
    assert "75" in text(ema.get(reverse("projects:project", args=["p"])))
    published.fundings.all().delete()
    ema.post(address, {"delete": "1"})
    assert not Programme.objects.exists()


def test_the_explorer_finds_what_is_published_and_no_more_what_is_withdrawn(cast, client_for):
    adam, ema = client_for(cast.adam), client_for(cast.ema)
    adam.post(url("record_new"), {"title": "Jazyková kavárna", "language": "cs"})
    project = Project.objects.get()

    def total(words: str) -> int:
        selection = Selection(question_of(QueryDict(words)))
        assert len(selection.projects(selection.numbers())) == selection.total
        return selection.total

    for move, there in (("publish", 1), ("withdraw", 0), ("publish", 1)):
        ema.post(url("record_move", project.pk), {"move": move})
        assert (total(""), total("q=kavárna")) == (there, there)


def test_who_only_takes_part_sees_no_history(cast, client_for, published):
    address = url("record_history", published.pk)
    assert client_for(cast.hana).get(address).status_code == 404
    assert address not in text(client_for(cast.hana).get(url("record", published.pk)))
    assert address in text(client_for(cast.adam).get(url("record", published.pk)))


def test_an_identifier_that_another_project_took_meanwhile(cast, client_for, published):
    ema = client_for(cast.ema)
    proposal = proposal_of(cast, published, iati_identifier="XI-1")
    Project.objects.create(slug="q", title={"en": "Faster"}, iati_identifier="XI-1")
    address = url("proposal", proposal.pk)
    version = text(ema.get(address)).split('name="version" value="')[1].split('"')[0]
    shown = ema.post(address, {"act": "approve", "version": version})
    assert "Another project has this identifier." in text(shown)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.OPEN
