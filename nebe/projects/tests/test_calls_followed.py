"""Calls followed by e-mail: confirmed, told once, reminded, ended; and what fits a member."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from nebe.core.crypto.models import SubjectKey
from nebe.core.jobs.worker import run_due
from nebe.core.mail.models import Mail
from nebe.core.people.actors import Actor
from nebe.core.people.guard import stamp_make
from nebe.core.people.models import Membership, User
from nebe.core.people.persons import email_index
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.export import person_export
from nebe.core.privacy.models import Consent
from nebe.core.privacy.retention import retain
from nebe.projects.calls import editing, fit, telling
from nebe.projects.calls.demo import calls_demo_load
from nebe.projects.calls.tasks import calls_tell, calls_tell_job
from nebe.projects.demo import demo_load
from nebe.projects.models import (
    Call,
    CallFollower,
    CallFollowing,
    CallTold,
    FundingProfile,
    Programme,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
DAY = timedelta(days=1)
START = UUID(int=0)
LINK = re.compile(r"http://[^/]+(/\S+/l/\S+)")


@pytest.fixture(autouse=True)
def clock(settings, monkeypatch):
    settings.BASE_URL = "http://127.0.0.1:8000"
    monkeypatch.setattr("nebe.core.people.guard.SECONDS_AT_LEAST", -1)
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock
    cache.clear()


@pytest.fixture
def programmes(cast):
    slugs = ("new-neighbours", "open-city", "common-home")
    rows = [Programme(slug=slug, name={"en": slug}, funder=cast.office) for slug in slugs]
    return {row.slug: row for row in Programme.objects.bulk_create(rows)}


def publish(programmes) -> None:
    """An hour after somebody asked for it."""
    with time_machine.travel(NOW + DAY / 24, tick=False):
        calls_demo_load(programmes=programmes, today=TODAY)


def ask(client, path="/uk/projects/calls/follow/", email="obec@example.org", **more):
    form = {"email": email, "language": "en", "every": "day", "days": 7, "stamp": stamp_make()}
    return client.post(path, form | more)


def mails(template="projects/mail/calls_news"):
    return list(Mail.objects.filter(template=template).order_by("created_at"))


def path_in(mail):
    return LINK.search(mail.text)[1]


def confirm(client) -> str:
    """The path of the own page."""
    path = path_in(mails("projects/mail/calls_confirm")[-1])
    return "/" + client.post(path).url.split("/", 3)[3]


def test_a_search_is_asked_for_confirmed_and_told_once(client, clock, programmes):
    answer = ask(client, "/uk/projects/calls/follow/?applicant=municipality&theme=housing&x=1")
    assert answer.url == "/uk/projects/calls/follow/sent/"
    following = CallFollowing.objects.get()
    assert following.query == "applicant=municipality&theme=housing"
    assert following.follower.email == "obec@example.org"
    mail = mails("projects/mail/calls_confirm")[0]
    assert "municipality, Housing" in mail.text
    client.get(path_in(mail))
    following.refresh_from_db()
    assert following.confirmed_at is None, "a scanner follows links"
    own = confirm(client)
    assert Consent.objects.get().person_id == following.follower_id
    clock.shift(DAY / 2)
    publish(programmes)
    telling.tell_portion(START, NOW + DAY / 2)
    assert mails() == [], "from tomorrow on"
    clock.shift(DAY / 2)
    for _twice in range(2):
        calls_tell_job(str(START))
    (told,) = mails()
    assert told.title == "2 new funding calls"
    assert "Towns that open their doors" in told.text
    assert "A roof and advice" in told.text
    assert "Small grants" not in told.text
    assert told.unsubscribe
    assert "municipality, Housing" in client.get(own).text
    clock.shift(9 * DAY)
    calls_tell.enqueue()
    run_due()
    assert len(mails()) == 1


def test_the_answer_tells_nothing_and_changes_nothing(client, programmes):
    ask(client)
    confirm(client)
    known = Client().get(ask(client, every="week").url).content
    assert known == Client().get(ask(client, email="other@example.org").url).content
    assert (
        CallFollowing.objects.get(follower__email_index=email_index("obec@example.org")).every
        == "day"
    )
    assert len(mails("projects/mail/calls_known")) == 1
    assert ask(client, email="nobody at example").status_code == 422
    assert ask(client, homepage="x").status_code == 422


def test_never_the_same_call_twice_wherever_a_job_dies(client, clock, programmes, monkeypatch):
    """Three people with two searches each that overlap; the worker dies while it writes mails."""
    for number in range(3):
        for query in ("", "?theme=housing"):
            ask(client, f"/en/projects/calls/follow/{query}", email=f"{number}@example.org")
            confirm(client)
    publish(programmes)
    clock.shift(DAY)
    send, written = telling.mails.news_send, []

    def dies(*values):
        send(*values)
        written.append(1)
        if len(written) in (2, 4):
            raise SystemExit

    monkeypatch.setattr(telling.mails, "news_send", dies)
    for _time in range(2):
        with pytest.raises(SystemExit):
            telling.tell_portion(START, NOW + DAY)
    for _time in range(3):
        telling.tell_portion(START, NOW + DAY)
    told = [(mail.subject_id, slug) for mail in mails() for slug in slugs_in(mail.text)]
    assert len(told) == len(set(told)) == 3 * 5
    assert CallTold.objects.count() == 15
    new = editing.call_copy(call=Call.objects.get(reference="OM-7"), actor=Actor.system())
    editing.call_publish(call=new, actor=Actor.system())
    telling.tell_portion(START, NOW + 2 * DAY)
    assert [slugs_in(mail.text) for mail in mails()[3:]] == [[new.slug]] * 3


def slugs_in(text: str) -> list[str]:
    return re.findall(r"/projects/calls/([\w-]+)/\n", text)


def test_a_weekly_one_waits_a_week(client, clock, programmes):
    ask(client, every="week")
    confirm(client)
    publish(programmes)
    follower = CallFollower.objects.get()
    for days, number in ((1, 0), (6, 0), (8, 1), (9, 1)):
        telling.tell(follower.pk, NOW + days * DAY)
        assert len(mails()) == number


def test_a_reminder_comes_once_before_each_deadline(client, clock, programmes):
    publish(programmes)
    call = Call.objects.get(reference="WD-12")
    ask(client, f"/en/projects/calls/{call.slug}/remind/")
    confirm(client)
    follower = CallFollower.objects.get()
    for days, number in ((17, 0), (19, 1), (20, 1), (107, 1), (110, 2), (200, 3)):
        telling.tell(follower.pk, NOW + days * DAY)
        assert len(mails("projects/mail/calls_deadline")) == number, days
    first = mails("projects/mail/calls_deadline")[0]
    assert "Deadline in 6 days: 21 December 2026, 16:00 (time of Warsaw)" in first.text
    telling.tell(follower.pk, NOW + 300 * DAY)
    assert not CallFollower.objects.exists(), "behind the last one nobody is kept"


def test_change_end_one_end_all(client, programmes, django_capture_on_commit_callbacks):
    ask(client)
    confirm(client)
    ask(client, "/en/projects/calls/follow/?theme=work")
    own = confirm(client)
    first, second = CallFollowing.objects.all()
    client.post(own, {str(first.pk): "week", str(second.pk): "day", "language": "cs"})
    first.refresh_from_db()
    assert (first.every, first.follower.language) == ("week", "cs")
    assert client.post(own, {str(first.pk): "never"}).status_code == 422
    client.post(own, {"stop": str(second.pk)})
    assert CallFollowing.objects.get() == first
    assert client.post(own, {"stop": "nonsense"}).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(own, {"forget": "1"}).url.endswith("/projects/calls/follow/gone/")
    assert not SubjectKey.objects.filter(pk=first.follower_id).exists()
    assert Consent.objects.get().withdrawn_at
    assert client.get(own).status_code == 410


def test_one_press_of_a_mail_program_ends_it(client, clock, programmes):
    ask(client)
    confirm(client)
    publish(programmes)
    telling.tell(CallFollower.objects.get().pk, NOW + DAY)
    path = "/" + mails()[0].unsubscribe.split("/", 3)[3]
    assert "<form" in client.get(path).text
    assert CallFollower.objects.exists()
    for _twice in range(2):
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not CallFollower.objects.exists()


def test_who_does_not_confirm_is_forgotten_and_who_asks_is_told(
    client, cast, programmes, django_capture_on_commit_callbacks
):
    ask(client)
    with django_capture_on_commit_callbacks(execute=True):
        list(retain(now=NOW + 8 * DAY))
    assert not CallFollower.objects.exists()
    ask(client, email="Olena@example.org")
    confirm(client)
    assert "All calls" in str(person_export(person_id=cast.olena.pk, actor=None, language="en"))
    person_erase(person_id=cast.olena.pk, actor=Actor.system())
    assert not CallFollower.objects.exists()


def profile(**values) -> FundingProfile:
    return FundingProfile(**values)


def reasons(reference: str, **values) -> dict[str, tuple[bool | None, str]]:
    call = Call.objects.get(reference=reference)
    found = fit.fit(call, profile(**values), NOW).reasons
    return {reason.rule: (reason.fits, reason.text) for reason in found}


def test_why_a_call_fits(programmes):
    publish(programmes)
    town = {"applicant": "municipality", "territories": ["CZ-64"], "themes": ["housing"]}
    found = reasons("OM-7", **town, currency="CZK", amount_min=600000, own_share=10)
    assert found["who"] == (True, "You may apply: municipality.")
    assert found["where"][0] is True
    assert found["theme"] == (True, "Among your themes: Housing.")
    assert found["own_share"] == (False, "Needs 20 % of own money. You bring at most 10 %.")
    assert found["amount"][0] is True
    assert found["time"] == (None, "Deadline in 40 days.")
    assert "target" not in found, "nothing to compare"
    assert reasons("WD-12", **town)["where"][0] is False
    assert reasons("NS-1", **town)["who"] == (
        False,
        "You may not apply. Only these may: NGO, informal group, church or religious community.",
    )
    assert reasons("WD-Q")["who"] == (True, "Everybody may apply.")
    assert reasons("OM-7")["who"][0] is None
    assert reasons("NS-1", currency="CZK", amount_min=400000)["amount"][0] is False


def test_what_may_be_applied_for_comes_first_then_what_fits_most(programmes):
    publish(programmes)
    calls = list(Call.objects.order_by("reference"))
    town = profile(applicant="municipality", territories=["CZ"], themes=["housing"])
    found = fit.fits(calls, town, NOW)
    assert [one.call.reference for one in found if one.is_possible] == ["OM-7", "WD-Q", "NS-2"]
    assert [one.call.reference for one in found if one.is_good] == ["OM-7"]
    assert {one.call.reference for one in found if not one.is_possible} == {"NS-1", "OM-6", "WD-12"}


def test_a_member_sees_what_fits_and_is_told(client_for, cast, clock):
    demo_load(today=TODAY)
    User.objects.update(language="en")
    adam = client_for(cast.adam)
    address = reverse("projects_staff:calls_ours")
    assert "Nobody has written down yet" in adam.get(address).text
    form = adam.get(reverse("projects_staff:calls_profile")).text
    assert re.search(r'value="language"[^>]* checked', form), "from its own projects"
    assert re.search(r'name="amount_max" value="\d+"', form)
    wrong = adam.post(reverse("projects_staff:calls_profile"), {"amount_min": "5"})
    assert wrong.status_code == 422
    values = {"applicant": "municipality", "territories": ["CZ"], "themes": ["housing"]}
    adam.post(reverse("projects_staff:calls_profile"), values)
    shown = adam.get(address).text
    assert shown.index("You may apply: municipality.") < shown.index("You may not apply.")
    adam.post(reverse("projects_staff:calls_mails"), {"every": "day"})
    follower = CallFollower.objects.get()
    telling.tell(follower.pk, NOW + DAY)
    assert mails() == [], "what was there before is no news"
    call = Call.objects.get(reference="OM-7")
    clock.shift(DAY)
    for _time in range(2):
        new = editing.call_copy(call=call, actor=Actor.system())
        editing.call_publish(call=new, actor=Actor.system())
    telling.tell(follower.pk, NOW + 2 * DAY)
    assert mails()[0].text.count("· You may apply: municipality.") == 2
    assert "No more such mails" in client_for(cast.adam).get(address).text
    Membership.objects.filter(user=cast.adam).delete()
    new = editing.call_copy(call=call, actor=Actor.system())
    editing.call_publish(call=new, actor=Actor.system())
    telling.tell(follower.pk, NOW + 3 * DAY)
    assert len(mails()) == 1
    assert not CallFollower.objects.exists(), "who left is told nothing of it"
