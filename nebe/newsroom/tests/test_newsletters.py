"""Newsletters: asked for, confirmed, composed, sent once to each, left, erased."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from nebe.core.crypto.models import Erasure, SubjectKey
from nebe.core.jobs.worker import run_due
from nebe.core.mail.models import Link, Mail
from nebe.core.mail.tests.relay import Relay, start
from nebe.core.people.actors import Actor
from nebe.core.people.guard import stamp_make
from nebe.core.people.persons import email_index, person_get_or_create
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.export import person_export
from nebe.core.privacy.models import Consent
from nebe.core.privacy.retention import retain
from nebe.newsroom.models import Listed, Newsletter, NewsletterRecipient, Subscriber, Topic
from nebe.newsroom.newsletters import sending
from nebe.newsroom.newsletters.letter import NO_TOKEN
from nebe.newsroom.starter.newsletters import newsletters_load
from nebe.newsroom.tasks.newsletters import newsletters_go_on
from nebe.newsroom.testing import TODAY
from nebe.newsroom.views.newsletters import public

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LINK = re.compile(r"http://[^/]+(/\S+/l/\S+)")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def _clean(settings, monkeypatch):
    settings.BASE_URL = "http://127.0.0.1:8000"
    monkeypatch.setattr("nebe.core.people.guard.SECONDS_AT_LEAST", 0)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def relay(settings):
    relay = Relay()
    controller = start(relay)
    settings.MAIL_TRANSPORT = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield relay
    controller.stop()


def subscriber(email, language="en", topics=(), status="active"):
    made = Subscriber.objects.create(
        email=email,
        email_index=email_index(email),
        language=language,
        status=status,
        confirmed_at=timezone.now() if status == "active" else None,
    )
    made.topics.set(Topic.objects.filter(pk__in=topics))
    return made


def newsletter(status="sending", topic=None, **values):
    items = Listed.objects.filter(reader="en", kind="news").values_list("key", flat=True)
    given = {
        "since": TODAY - timedelta(days=60),
        "until": TODAY,
        "title": {"en": "Autumn", "cs": "Podzim"},
        "introduction": {"en": "Dear all,\n\nit is <cold>."},
        "items": [str(key) for key in items[:3]],
        "begun_at": timezone.now() if status != "draft" else None,
    }
    return Newsletter.objects.create(status=status, topic_id=topic, **(given | values))


def ask(client, email="olena@example.org", language="uk", **more):
    form = {"email": email, "language": language, "stamp": stamp_make(), **more}
    return client.post("/uk/newsletter/", form)


def path_in(mail):
    return LINK.search(mail.text)[1]


def parsed(relay):
    return {
        one.rcpt_tos[0]: message_from_bytes(one.content, policy=policy.default)
        for one in relay.messages
    }


def test_it_works(pages, client):
    assert "To send you the newsletter that you asked for." in client.get("/en/newsletter/").text
    assert ask(client, topics=["advice"]).url == "/uk/newsletter/sent/"
    reader = Subscriber.objects.get()
    assert (reader.status, reader.language, reader.email) == (
        "waiting",
        "uk",
        "olena@example.org",
    )
    mail = Mail.objects.get()
    assert "olena" not in mail.title
    path = path_in(mail)
    for _twice in range(2):
        assert "<form" in client.get(path).text
    assert Subscriber.objects.get().status == "waiting", "a scanner follows links"
    own = client.post(path).url
    assert Subscriber.objects.get().status == "active"
    assert Consent.objects.get().person_id == reader.pk
    own = "/" + own.split("/", 3)[3]
    form = client.get(own).text
    assert re.search(r'value="advice"[^>]* checked', form)
    assert client.post(path).status_code == 302, "the same press again"


def test_a_yes_that_fails_leaves_the_link_as_it_was(pages, client, monkeypatch):
    ask(client)
    path = path_in(Mail.objects.get())
    with monkeypatch.context() as patched:
        patched.setattr("nebe.newsroom.newsletters.subscribing.consent_give", broken)
        with pytest.raises(RuntimeError):
            client.post(path)
    assert client.post(path).status_code == 302
    assert Subscriber.objects.get().status == "active"


def broken(**kwargs):
    raise RuntimeError


def test_the_answer_does_not_tell_who_subscribes(pages, client):
    subscriber("olena@example.org", language="cs", topics=["events"])
    known = client.get(ask(client, topics=["advice"]).url).content
    new = client.get(ask(client, email="other@example.org").url).content
    assert known == new
    reader = Subscriber.objects.get(email_index=email_index("olena@example.org"))
    assert (reader.language, [t.pk for t in reader.topics.all()]) == ("cs", ["events"])
    own = path_in(Mail.objects.get(subject_id=reader.pk))
    assert client.post(own, {"language": "pl", "topics": ["advice"]}).status_code == 302
    reader.refresh_from_db()
    assert (reader.language, [t.pk for t in reader.topics.all()]) == ("pl", ["advice"])
    assert client.post(own, {"language": "xx"}).status_code == 422


def test_a_form_that_is_wrong_keeps_its_words(pages, client):
    answer = ask(client, email="nobody at example")
    assert answer.status_code == 422
    assert "nobody at example" in answer.text
    assert ask(client, homepage="x").status_code == 422
    assert not Subscriber.objects.exists()
    assert not Mail.objects.exists()


def test_limits(pages, client, monkeypatch):
    for _time in range(5):
        assert ask(client).status_code == 302
    assert Mail.objects.count() == 3, "nobody is flooded by others"
    monkeypatch.setattr(public, "PER_NETWORK", "1/h")
    ask(client, email="a@example.org")
    assert ask(client, email="b@example.org").status_code == 429
    assert Subscriber.objects.count() == 2


def test_leave_come_back_erase(pages, client):
    reader = subscriber("olena@example.org")
    letter = newsletter()
    sending.portion(letter.pk, timezone.now())
    own = path_in(Mail.objects.get())
    client.get(own)
    assert Subscriber.objects.get().status == "active"
    client.post(own, {"leave": "1"})
    client.post(own, {"leave": "1"})
    assert Subscriber.objects.get().status == "left"
    assert Newsletter.objects.get().left == 1
    client.post(own, {"again": "1"})
    assert Subscriber.objects.get().status == "active"
    assert client.post(own, {"erase": "1"}).url == "/en/newsletter/gone/"
    assert not Subscriber.objects.exists()
    assert not NewsletterRecipient.objects.exists()
    assert not Mail.objects.exists()
    assert Erasure.objects.filter(pk=reader.pk).exists()
    assert client.get(own).status_code == 410
    assert Newsletter.objects.get().sent == 1, "figures stay"


def test_who_does_not_confirm_or_has_left_is_forgotten(pages, django_capture_on_commit_callbacks):
    waiting = subscriber("a@example.org", status="waiting")
    left, active = subscriber("b@example.org", status="left"), subscriber("c@example.org")
    Subscriber.objects.filter(pk=left.pk).update(left_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        list(retain(now=timezone.now() + timedelta(days=8)))
    assert set(Subscriber.objects.values_list("pk", flat=True)) == {left.pk, active.pk}
    with django_capture_on_commit_callbacks(execute=True):
        list(retain(now=timezone.now() + timedelta(days=31)))
    assert Subscriber.objects.get().pk == active.pk
    assert not SubjectKey.objects.filter(pk__in=[waiting.pk, left.pk]).exists()


def test_who_cannot_be_reached_is_forgotten(pages):
    refused, active = subscriber("a@example.org"), subscriber("b@example.org")
    Subscriber.objects.filter(pk=refused.pk).update(status="refused")
    list(retain(now=timezone.now() + timedelta(days=364)))
    assert Subscriber.objects.count() == 2
    list(retain(now=timezone.now() + timedelta(days=366)))
    assert Subscriber.objects.get().pk == active.pk


def test_each_gets_it_once_in_the_own_language(pages, relay, monkeypatch):
    monkeypatch.setattr(sending, "PORTION", 2)
    for code in ("en", "cs", "uk", "ar", "en"):
        subscriber(f"{code}{Subscriber.objects.count()}@example.org", language=code)
    subscriber("waiting@example.org", status="waiting")
    subscriber("left@example.org", status="left")
    letter = newsletter()
    newsletters_go_on.enqueue()
    run_due()
    letter.refresh_from_db()
    assert (letter.status, letter.sent) == ("sent", 5)
    assert len(relay.messages) == 5
    mails = parsed(relay)
    assert mails.keys() == {
        f"{code}{n}@example.org" for n, code in enumerate(("en", "cs", "uk", "ar", "en"))
    }
    czech = mails["cs1@example.org"]
    assert czech["Subject"] == "Podzim"
    plain = czech.get_body(["plain"]).get_content()
    rich = czech.get_body(["html"]).get_content()
    own = Listed.objects.filter(reader="cs", key__in=letter.items)
    for item in own:
        assert item.title in plain
        assert f"http://127.0.0.1:8000/cs/{item.path}" in rich
    assert "it is &lt;cold&gt;." in rich
    assert "<img" not in rich, "nothing watches who opens it"
    assert NO_TOKEN not in plain + rich
    assert 'dir="rtl"' in mails["ar3@example.org"].get_body(["html"]).get_content()
    newsletters_go_on.enqueue()
    run_due()
    assert len(relay.messages) == 5


def test_a_job_that_runs_twice_at_any_point_doubles_nobody(pages, monkeypatch):
    monkeypatch.setattr(sending, "PORTION", 2)
    for number in range(5):
        subscriber(f"{number}@example.org")
    letter, queue = newsletter(), sending.mail_queue
    calls = []

    def dies(**values):
        calls.append(1)
        if len(calls) == 4:  # in the middle of the second portion
            raise SystemExit
        return queue(**values)

    monkeypatch.setattr(sending, "mail_queue", dies)
    sending.portion(letter.pk, timezone.now())
    with pytest.raises(SystemExit):
        sending.portion(letter.pk, timezone.now())
    assert Mail.objects.count() == NewsletterRecipient.objects.count() == 2
    while sending.portion(letter.pk, timezone.now()):
        pass
    assert Mail.objects.count() == NewsletterRecipient.objects.count() == 5
    assert Mail.objects.values("subject_id").distinct().count() == 5
    letter.refresh_from_db()
    assert (letter.status, letter.sent) == ("sent", 5)


def test_a_topic_goes_to_who_chose_it_or_nothing(pages):
    subscriber("all@example.org")
    subscriber("advice@example.org", topics=["advice", "events"])
    subscriber("events@example.org", topics=["events"])
    sending.portion(newsletter(topic="advice").pk, timezone.now())
    assert {mail.recipient for mail in Mail.objects.all()} == {
        "all@example.org",
        "advice@example.org",
    }


def test_a_mail_program_ends_it_by_one_post(pages, relay):
    subscriber("olena@example.org", language="uk")
    letter = newsletter()
    sending.portion(letter.pk, timezone.now())
    run_due()
    message = parsed(relay)["olena@example.org"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<newsletter.127.0.0.1>"
    path = "/" + message["List-Unsubscribe"].strip().strip("<>").split("/", 3)[3]
    program = Client(enforce_csrf_checks=True)
    assert program.get(path).status_code == 200
    assert Subscriber.objects.get().status == "active"
    one_click = {
        "data": "List-Unsubscribe=One-Click",
        "content_type": "application/x-www-form-urlencoded",
    }
    for _twice in range(2):
        assert program.post(path, **one_click).status_code == 200
    assert Subscriber.objects.get().status == "left"
    assert Newsletter.objects.get().left == 1


def test_what_the_relay_refuses_comes_back(pages, relay):
    relay.behaviour = "550"
    reader = subscriber("gone@example.org")
    for number in (1, 2):
        letter = newsletter()
        sending.portion(letter.pk, timezone.now())
        run_due()
        assert sending.bounces_take(timezone.now()) == 1
        assert sending.bounces_take(timezone.now()) == 0
        letter.refresh_from_db()
        assert (letter.sent, letter.bounced) == (1, 1)
        reader.refresh_from_db()
        assert reader.status == ("active" if number == 1 else "refused")
    letter = newsletter()
    assert not sending.portion(letter.pk, timezone.now())


def test_no_address_is_readable_in_the_database(pages):
    subscriber("olena@example.org")
    sealed = Subscriber.objects.values_list("email", flat=True).get()
    assert "olena" not in repr(sealed)
    assert Link.objects.count() == 0


def test_the_demonstration(pages, client):
    assert newsletters_load(now=timezone.now()) == 2
    assert newsletters_load(now=timezone.now()) == 0
    emails = {each.email for each in Subscriber.objects.all()}
    assert len(emails) == 30
    assert all(email.endswith("@example.org") for email in emails)
    for one in Newsletter.objects.all():
        assert one.title.keys() == one.introduction.keys() == dict(settings.LANGUAGES).keys()
        assert client.get(f"/vi/newsletter/archive/{one.pk}/").status_code == 200


def test_who_is_known_by_the_same_e_mail_is_erased_here_too(
    pages, cast, django_capture_on_commit_callbacks
):
    person = person_get_or_create(email="Olena.New@example.org", controller=cast.pomoc)
    reader, other = subscriber("olena.new@example.org"), subscriber("other@example.org")
    exported = person_export(person_id=person.pk, actor=Actor.system(), language="en")
    rows = [row for kind in exported["data"] for row in kind["rows"]]
    assert any(row.get("E-mail") == "olena.new@example.org" for row in rows)
    with django_capture_on_commit_callbacks(execute=True):
        person_erase(person_id=person.pk, actor=Actor.system())
    assert Subscriber.objects.get() == other
    assert not SubjectKey.objects.filter(pk=reader.pk).exists()
