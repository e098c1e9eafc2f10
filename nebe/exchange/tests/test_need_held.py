"""What a coordinator writes down waits where a contact is known of someone who is banned."""

import pytest
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from django_tasks_db.models import DBTaskResult

from nebe.core.people.actors import Actor
from nebe.core.people.persons import person_get_or_create
from nebe.exchange.models import Need, SafeguardingCase
from nebe.exchange.services.bans import person_restrict
from nebe.exchange.services.safeguarding import case_close
from nebe.exchange.tasks import need_match_job

from .test_bans import ban
from .test_need_entry import jana, network, post_for, post_own, the_need, things  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WHY = "Someone trained for it looks at this need first"


@pytest.fixture
def banned(cast):
    """Known to the office by the phone that somebody gives to Jana's organisation now."""
    person = person_get_or_create(
        email="bad@example.org", name="B", phone="+420 601 000 077", controller=cast.office
    )
    return ban(person, Actor(organisation=cast.office))


def searches() -> int:
    return DBTaskResult.objects.filter(task_path=need_match_job.module_path).count()


def test_it_works(jana, cast, banned, mails):  # noqa: F811
    answer = post_for(jana, email="new@example.org")
    need = the_need()
    assert need.status == Need.Status.HELD
    page = jana.get(answer.url).content.decode()
    assert WHY in page
    assert "ban" not in page.lower().replace("banner", "").split("<main")[1]
    assert searches() == 0
    assert not mails.all("need_open")
    with scope(organisation=cast.pomoc):
        case = SafeguardingCase.objects.get()
    assert (case.need_id, case.holds) == (need.pk, True)
    with scopes_disabled():
        case_close(case=case, outcome="unfounded", words="A cousin", actor=Actor.system())
    assert the_need().status == Need.Status.OPEN
    assert searches() == 1
    assert WHY not in jana.get(answer.url).content.decode()


def test_with_a_code_on_paper_too(jana, banned):  # noqa: F811
    need_card = post_for(jana)
    assert need_card.url == reverse("exchange_staff:need_card", args=[the_need().pk])
    assert the_need().status == Need.Status.HELD


def test_others_are_open_at_once(jana, banned):  # noqa: F811
    post_for(jana, phone="+420 601 000 078")
    assert the_need().status == Need.Status.OPEN
    assert searches() == 1


def test_who_may_not_ask_for_more_is_refused_without_saying_why(jana, cast):  # noqa: F811
    person = person_get_or_create(email="r@example.org", name="R", controller=cast.pomoc)
    ban(person, Actor(organisation=cast.office), person_restrict)
    answer = post_for(jana, email="r@example.org")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This cannot be taken down now" in page
    assert "A bed and a table" in page  # what was typed stays
    with scopes_disabled():
        assert not Need.objects.exists()
