"""What staff read a job or a tender called."""

import uuid

import pytest
from django_scopes import scopes_disabled

from nebe.newsroom.models import Selection, Tender, Vacancy
from nebe.newsroom.procurement.questions import question_ask
from nebe.newsroom.titles import title_for

from .spoken import said

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
JOB = {"en": "Coordinator of help in Brno", "uk": "Координатор або координаторка допомоги у Брно"}
TENDER = {
    "en": "Language courses for newcomers in three towns",
    "uk": "Мовні курси для новоприбулих у трьох містах",
}


@pytest.fixture
def job(pages, cast) -> Selection:
    page = Vacancy.objects.get(slug="coordinator-brno", locale__language_code="en")
    page.organisation = cast.pomoc
    page.save_revision().publish()
    with scopes_disabled():
        return Selection.objects.get(key=page.translation_key)


@pytest.mark.parametrize(("reader", "code"), [("uk", "uk"), ("vi", "en"), ("en", "en")])
def test_a_title_is_in_the_readers_language_or_says_in_which(client_for, cast, job, reader, code):
    tender = Tender.objects.get(slug="language-courses", locale__language_code="en")
    question = question_ask(
        page=tender, text="May two bid?", email="", once=uuid.uuid4().hex, language="en"
    )
    adam, ema, console = client_for(cast.adam), client_for(cast.ema), f"/{reader}/console"
    for there in (f"{console}/recruitment/", f"{console}/recruitment/{job.pk}/panel/"):
        assert (code, JOB[code]) in said(adam.get(there).text)
    for there in ("", f"{question.pk}/"):
        assert (code, TENDER[code]) in said(ema.get(f"{console}/tenders/questions/{there}").text)


def test_it_stays_when_the_page_is_no_longer_public(job):
    for page in Vacancy.objects.filter(translation_key=job.key):
        page.unpublish()
    assert str(title_for(job, "uk")) == JOB["uk"]
    Vacancy.objects.filter(translation_key=job.key).delete()
    kept = title_for(job, "uk")
    assert (str(kept), kept.language) == (job.title, "")
