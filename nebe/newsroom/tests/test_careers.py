"""Applying for a job: seen by the panel alone, scored, answered, taken back, forgotten."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
import time_machine
import typst
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.crypto.models import SubjectKey
from nebe.core.errors import NotPossible
from nebe.core.mail.models import Link, Mail
from nebe.core.people.actors import Actor, actor_of
from nebe.core.people.guard import stamp_make
from nebe.core.people.models import Membership
from nebe.core.privacy.audit import audit_flush
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.export import person_export
from nebe.core.privacy.models import AuditEntry
from nebe.core.privacy.retention import retain
from nebe.newsroom.careers.selections import criteria_set, may_name, panel_set
from nebe.newsroom.careers.services import (
    application_answer,
    application_withdraw,
    scores_set,
)
from nebe.newsroom.models import JobApplication, Listed, Score, Selection, Vacancy
from nebe.newsroom.testing import asks_first

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = "2026-11-20T10:00:00+01:00"
PDF = b"%PDF-1.4 a CV with a secret word: zzyzx"
LETTER = "Я хочу допомагати людям щодня."


@pytest.fixture(autouse=True)
def at_a_moment():
    cache.clear()  # the limits
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def job(pages, cast) -> Selection:
    """Of Pomocná ruka, with Jana and Adam in the panel and two criteria."""
    page = vacancy()
    page.organisation = cast.pomoc
    page.save_revision().publish()
    with scopes_disabled():
        selection = Selection.objects.select_related("organisation").get(key=page.translation_key)
    with scope(organisation=cast.pomoc.pk):
        adam = actor_of(cast.adam)
        panel_set(selection=selection, users=[cast.jana, cast.adam], actor=adam)
        criteria_set(selection=selection, names=["Languages", "Calm"], actor=adam)
    return selection


def vacancy(language="en") -> Vacancy:
    return Vacancy.objects.get(slug="coordinator-brno", locale__language_code=language)


def send(client, job, *, language="uk", cv=PDF, file="cv.pdf", **typed):
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        stamp = stamp_make()
    told = {"name": "Оксана", "email": "oksana@example.org", "phone": "", "letter": LETTER}
    upload = SimpleUploadedFile(file, cv) if cv is not None else ""
    return client.post(
        f"/{language}/apply/{job.key}/", {"stamp": stamp, "cv": upload, **told, **typed}
    )


def applied(client, job, **typed) -> JobApplication:
    assert send(client, job, **typed).status_code == 302
    with scopes_disabled():
        return JobApplication.objects.select_related("selection").order_by("-number").first()


def own_address(template="application_received") -> str:
    mail = Mail.objects.filter(template=f"newsroom/mail/{template}").order_by("-created_at").first()
    return re.search(r"https?://[^/]+(/\S+)", mail.text)[1]


def address(job, number=1, rest="") -> str:
    return f"/en/console/recruitment/{job.pk}/applications/{number}/{rest}"


def docx(*names) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *names):
            archive.writestr(name, "x")
    return out.getvalue()


def test_it_works(client, job):
    page = client.get("/en/jobs/coordinator-brno/").text
    assert "38,000–45,000 CZK" in page
    assert "Pomocná ruka" in page
    assert "12:00" in page or "noon" in page
    assert f"/en/apply/{job.key}/" in page
    assert "Czech, Ukrainian" in page


def test_machines_read_a_job_posting(client, job):
    found = re.search(
        r'ld\+json">(.*?)</script>', client.get("/cs/jobs/coordinator-brno/").text, re.S
    )
    facts = json.loads(found[1])
    assert facts["@type"] == "JobPosting"
    assert not {"publisher", "inLanguage", "datePublished"} & facts.keys()
    assert facts["validThrough"] == "2026-12-14T12:00:00+01:00"
    assert facts["employmentType"] == ["FULL_TIME"]
    assert facts["baseSalary"]["value"]["minValue"] == 38000.0
    assert facts["jobLocation"]["address"]["addressLocality"] == "Brno"
    assert facts["hiringOrganization"]["name"] == "Pomocná ruka"


def test_lists_are_narrowed_and_closed_jobs_leave_them(client, job):
    assert "Coordinator of help" in client.get("/en/jobs/").text
    assert "Interpreter" not in client.get("/en/jobs/?contract=permanent").text
    region = vacancy().municipality.region_id
    assert "Interpreter" not in client.get(f"/en/jobs/?region={region}").text
    assert "Coordinator of help" in client.get("/en/feeds/vacancy.xml").text
    assert "/en/jobs/coordinator-brno/" in client.get("/en/search/?q=coordinator").text
    with time_machine.travel("2026-12-15T10:00:00+01:00", tick=False):
        assert "Coordinator of help" not in client.get("/en/jobs/").text
        assert "Coordinator of help" in client.get("/en/jobs/?past=1").text
        assert client.get(f"/en/apply/{job.key}/").status_code == 410
        assert "cannot apply any more" in client.get("/en/jobs/coordinator-brno/").text


def test_it_closes_at_its_minute_where_the_work_is(client, job):
    with time_machine.travel("2026-12-14T12:00:30+01:00", tick=False):
        assert client.get(f"/en/apply/{job.key}/").status_code == 200
    with time_machine.travel("2026-12-14T12:01:00+01:00", tick=False):
        assert client.get(f"/en/apply/{job.key}/").status_code == 410


def test_a_new_deadline_reaches_translations_lists_and_applications(client, job):
    application = applied(client, job)
    page = vacancy()
    page.closes_on = page.closes_on + timedelta(days=30)
    page.save_revision().publish()
    assert vacancy("uk").closes_on == page.closes_on
    listed = Listed.objects.get(reader="uk", path="jobs/coordinator-brno/")
    assert listed.until == page.closes_on
    with scopes_disabled():
        application.refresh_from_db()
    assert application.closes_at == page.closes_at


def test_without_a_panel_nobody_can_apply(client, pages, cast):
    page = vacancy()
    page.save_revision().publish()
    assert client.get(f"/en/apply/{page.translation_key}/").status_code == 410
    assert "One can apply here soon" in client.get("/en/jobs/coordinator-brno/").text


def test_an_application_is_sealed_and_receipted(client, job):
    application = applied(client, job)
    with scopes_disabled():
        raw = JobApplication.objects.values_list("name", "email", "letter", "cv").get()
    assert "Оксана" not in repr(raw)
    assert (application.letter, bytes(application.cv)) == (LETTER, PDF)
    mail = Mail.objects.get(template="newsroom/mail/application_received")
    assert mail.language == "uk"
    assert "oksana" not in mail.title
    page = client.get(own_address()).text
    assert LETTER in page
    assert "12 червня 2027" in page  # 180 days after the last day


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"email": "oksana"}, "oksana"),
        ({"letter": "short"}, "short"),
        ({"cv": None}, "CV"),
        ({"cv": b"MZ an executable", "file": "cv.pdf"}, "PDF"),
        ({"cv": b"PK broken", "file": "cv.docx"}, "PDF"),
        ({"cv": docx("word/vbaProject.bin"), "file": "cv.docx"}, "PDF"),
        ({"cv": b"%PDF-" + b"0" * (5 * 1024 * 1024), "file": "cv.pdf"}, "5"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_kept(client, job, typed, word):
    answer = send(client, job, phone="+420 700 000 311", language="en", **typed)
    assert answer.status_code == 422
    assert word in answer.text
    assert "+420 700 000 311" in answer.text
    assert "choose the file with your CV again" in answer.text
    with scopes_disabled():
        assert not JobApplication.objects.exists()


def test_a_docx_is_taken(client, job):
    assert applied(client, job, cv=docx(), file="whatever.exe").cv_kind == "docx"


def test_the_same_form_sent_twice_is_one_application(client, job):
    stamp = stamp_make()
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        for _time in range(2):
            assert send(client, job, stamp=stamp).status_code == 302
    with scopes_disabled():
        assert JobApplication.objects.count() == 1
    assert Mail.objects.filter(template="newsroom/mail/application_received").count() == 1


def test_one_address_is_limited(client, job):
    codes = [send(client, job, letter=f"{LETTER} {n}").status_code for n in range(6)]
    assert codes == [302] * 5 + [429]


# The panel


def test_nobody_but_the_panel_sees_applications(client, client_for, job, cast):
    application = applied(client, job)
    one = f"/en/console/recruitment/{job.pk}/"
    pages = [one, f"{one}scores.csv", address(job), address(job, rest="cv/?as=sent")]
    for who in (cast.eva, cast.karim, cast.ema, cast.agata):
        for elevated in (False, True):
            there = client_for(who, elevated=elevated and who == cast.eva)
            assert [there.get(page).status_code for page in pages] == [404] * 4
            assert "Оксана" not in there.get("/en/console/recruitment/").text
    for who in (cast.jana, cast.adam):
        assert [client_for(who).get(page).status_code for page in pages] == [200] * 4
    audit_flush()
    reads = AuditEntry.objects.filter(action="read", row=str(application.pk))
    assert {entry.user for entry in reads} == {cast.jana.pk, cast.adam.pk}


def test_the_list_says_how_many_wait_and_how_many_choose(client, client_for, job, cast):
    applied(client, job)
    for who in (cast.jana, cast.adam):
        listed = client_for(who).get("/en/console/recruitment/").text
        assert '<td data-label="Without an answer">1</td>' in listed
        assert "2 people" in listed
    assert "You choose for no job" in client_for(cast.karim).get("/en/console/recruitment/").text


def test_an_admin_cannot_name_themselves_once_somebody_applied(client, client_for, job, cast):
    with scope(organisation=cast.pomoc.pk):
        jana = actor_of(cast.jana)
        panel_set(selection=job, users=[cast.jana], actor=jana)
        applied(client, job)
        adam = actor_of(cast.adam)
        assert not may_name(job, adam)
        with pytest.raises(NotPossible):
            panel_set(selection=job, users=[cast.adam], actor=adam)
        there, panel = client_for(cast.adam), f"/en/console/recruitment/{job.pk}/panel/"
        shown = there.get(panel)
        assert shown.status_code == 200
        assert 'name="members"' not in shown.text
        told = {"members": [str(cast.adam.pk)], "criteria": ""}
        assert there.post(panel, told).status_code == 404
        # The panel itself may; and an admin again where none of it works here any more.
        panel_set(selection=job, users=[cast.jana, cast.adam], actor=jana)
        panel_set(selection=job, users=[cast.jana], actor=jana)
        Membership.objects.filter(user=cast.jana).delete()
        assert may_name(job, adam)
    assert AuditEntry.objects.filter(action="selection.panel_join").count() == 3


def test_who_left_the_organisation_reads_no_more(client, client_for, job, cast):
    applied(client, job)
    Membership.objects.filter(user=cast.jana).update(organisation=cast.breh)
    assert client_for(cast.jana).get(address(job)).status_code == 404


def test_a_cv_comes_as_a_file_that_no_browser_opens(client, client_for, job, cast):
    applied(client, job)
    answer = client_for(cast.jana).get(address(job, rest="cv/?as=sent"))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="cv-1.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_the_panel_sees_a_cv_drawn_anew(client, client_for, job, cast):
    sent = typst.compile(b'#link("https://evil.example")[My CV]')
    assert b"evil.example" in sent
    applied(client, job, cv=sent)
    jana = client_for(cast.jana)
    seen = jana.get(address(job, rest="cv/"))
    assert seen.content.startswith(b"%PDF-")
    assert b"evil.example" not in seen.content
    assert seen["Content-Disposition"] == 'attachment; filename="cv-1.pdf"'
    assert jana.get(address(job, rest="cv/?as=sent")).content == sent


def test_a_cv_that_cannot_be_drawn_is_given_as_it_came(client, client_for, job, cast):
    applied(client, job)
    shown = client_for(cast.jana).get(address(job, rest="cv/"), follow=True).text
    assert "cannot be drawn anew" in shown
    assert "?as=sent" in shown


def points(job, first, second) -> dict:
    with scopes_disabled():
        languages, calm = job.criteria.all()
    return {
        f"{languages.pk}-points": first,
        f"{languages.pk}-note": "Speaks three",
        f"{calm.pk}-points": second,
    }


def test_scores_are_compared_once_ones_own_are_given(client, client_for, job, cast):
    applied(client, job)
    jana, adam = client_for(cast.jana), client_for(cast.adam)
    assert jana.post(address(job), points(job, 5, 3)).status_code == 302
    one = f"/en/console/recruitment/{job.pk}/"
    assert "Speaks three" not in adam.get(address(job)).text
    assert '<td data-label="Sum of means">–</td>' in adam.get(one).text
    assert "1,received,,,\r\n" in adam.get(f"{one}scores.csv").text
    assert "1,received,5.0,3.0,8.0" in jana.get(f"{one}scores.csv").text
    adam.post(address(job), points(job, 4, 4))
    assert "Speaks three" in adam.get(address(job)).text
    table = adam.get(one).text
    assert '<td data-label="Languages">4.5</td>' in table
    assert '<td data-label="Sum of means">8</td>' in table
    export = adam.get(f"{one}scores.csv").text
    assert "Оксана" not in export
    assert "1,received,4.5,3.5,8.0" in export


@pytest.mark.parametrize("wrong", ["6", "-1", ""])
def test_points_that_are_none_are_refused(client, client_for, job, cast, wrong):
    applied(client, job)
    answer = client_for(cast.jana).post(address(job), points(job, wrong, 3))
    assert answer.status_code == 422
    assert "Speaks three" in answer.text
    with scopes_disabled():
        assert not Score.objects.exists()


def test_criteria_stay_once_something_is_scored(client, client_for, job, cast):
    applied(client, job)
    jana = client_for(cast.jana)
    jana.post(address(job), points(job, 5, 3))
    told = {"members": [str(cast.jana.pk)], "criteria": "Other"}
    answer = jana.post(f"/en/console/recruitment/{job.pk}/panel/", told)
    assert answer.status_code == 422
    assert "stay as they are" in answer.text


def test_a_conflict_of_interest_closes_the_application(client, client_for, job, cast):
    applied(client, job)
    jana = client_for(cast.jana)
    jana.post(address(job), points(job, 5, 3))
    assert asks_first(jana.get(address(job)).text, "form[action$='/conflict/'] button")
    assert jana.post(address(job, rest="conflict/")).status_code == 302
    assert jana.get(address(job)).status_code == 404
    assert jana.get(address(job, rest="cv/")).status_code == 404
    assert "conflict of interest" in jana.get(f"/en/console/recruitment/{job.pk}/").text
    with scopes_disabled():
        assert not Score.objects.exists()
    assert client_for(cast.adam).get(address(job)).status_code == 200


def test_an_answer_begins_in_the_applicants_language(client, client_for, job, cast):
    applied(client, job, language="cs", name="Jan Malý")
    jana = client_for(cast.jana)
    form = jana.get(address(job, rest="answer/?status=declined")).text
    assert "Jan Malý" in form
    begun = jana.get(address(job, rest="answer/?status=invited")).context["form"].initial
    unfinished = jana.post(address(job, rest="answer/"), begun)
    assert unfinished.status_code == 422
    assert "Fill in what is still “…”" in unfinished.text
    told = {"status": "declined", "text": "Dobrý den, tentokrát ne."}
    assert jana.post(address(job, rest="answer/"), told).status_code == 302
    mail = Mail.objects.get(template="newsroom/mail/application_answered")
    assert mail.language == "cs"
    assert "tentokrát ne" not in mail.text
    assert "tentokrát ne" in client.get(own_address("application_answered")).text


# The applicant


def test_taken_back_it_is_read_by_nobody(client, client_for, job, cast):
    applied(client, job)
    jana, own = client_for(cast.jana), own_address()
    jana.post(address(job), points(job, 5, 3))
    assert client.get(own).status_code == 200  # a scanner of mails does nothing
    assert jana.get(address(job)).status_code == 200
    assert client.post(own, {"withdraw": "1"}).status_code == 302
    assert jana.get(address(job)).status_code == 404
    table = jana.get(f"/en/console/recruitment/{job.pk}/").text
    assert "Оксана" not in table
    assert "taken back" in table
    assert LETTER in client.get(own).text


def test_taken_back_while_somebody_scores_or_answers(client, job, cast):
    found = applied(client, job)
    with scope(organisation=cast.pomoc.pk):
        stale = JobApplication.objects.get(pk=found.pk)
        application_withdraw(application=found, actor=Actor.nobody())
        given = dict.fromkeys(job.criteria.all(), (5, ""))
        jana = actor_of(cast.jana)
        with pytest.raises(NotPossible):
            scores_set(application=stale, given=given, actor=jana)
        with pytest.raises(NotPossible):
            application_answer(application=stale, status="invited", text="Come.", actor=jana)
        assert JobApplication.objects.get().status == "withdrawn"
        assert not Score.objects.exists()
    assert not Mail.objects.filter(template="newsroom/mail/application_answered").exists()


def test_the_applicant_takes_everything_along(client, client_for, job, cast):
    applied(client, job)
    client_for(cast.jana).post(address(job), points(job, 5, 3))
    own = own_address()
    assert client.get(f"{own}?file=cv").content == PDF
    data = client.get(f"{own}?file=data").text
    assert LETTER in data
    assert "Speaks three" in data


def test_forgotten_nothing_is_left(
    client, client_for, job, cast, django_capture_on_commit_callbacks
):
    application = applied(client, job)
    client_for(cast.jana).post(address(job), points(job, 5, 3))
    own = own_address()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(own, {"forget": "1"}).status_code == 200
    with scopes_disabled():
        assert not JobApplication.objects.exists()
        assert not Score.objects.exists()
    assert not SubjectKey.objects.filter(subject=application.pk).exists()
    assert client.get(own).status_code == 410
    assert not Mail.objects.filter(subject_id=application.pk).exists()


def test_somebody_we_know_by_mail_takes_it_along_and_is_forgotten(client, job, cast):
    application = applied(client, job, email="OLENA@example.org ")
    export = person_export(person_id=cast.olena.pk, actor=None, language="en")
    assert LETTER in json.dumps(export, default=str, ensure_ascii=False)
    person_erase(person_id=cast.olena.pk, actor=None)
    with scopes_disabled():
        assert not JobApplication.objects.filter(pk=application.pk).exists()


@pytest.mark.parametrize(("days", "left"), [(179, 1), (181, 0)])
def test_180_days_after_the_last_day_it_is_deleted(client, job, days, left):
    applied(client, job)
    closes = vacancy().closes_at
    list(retain(now=closes + timedelta(days=days)))
    with scopes_disabled():
        assert JobApplication.objects.count() == left


def test_links_end_when_there_is_nothing_to_see(client, job):
    applied(client, job)
    link = Link.objects.get(purpose="application")
    assert link.expires_at > vacancy().closes_at + timedelta(days=179)
    assert link.expires_at < vacancy().closes_at + timedelta(days=182)
