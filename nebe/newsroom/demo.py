"""The demonstration's jobs and tenders: panels, two invented applicants, an award, a question."""

import json
import tomllib
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.people.actors import actor_of
from nebe.core.people.cast import Cast, cast_build
from nebe.core.ui.registry import related_links

from .careers import selections, services
from .models import Activity, JobApplication, Selection, Tender, Vacancy
from .parts.demo import part_load
from .procurement.questions import question_answer, question_ask
from .related import meant

SOURCE = "en"
TEXTS = Path(__file__).parent / "starter" / "tenders.toml"
CV = typst.compile(b"= CV\nOf an invented person, for the demonstration only.")
APPLICANTS = [
    {
        "name": "Оксана Мельник",
        "email": "oksana.melnyk@example.org",
        "phone": "+420 700 000 310",
        "letter": "Я два роки допомагала волонтеркою на вокзалі у Брно. Хочу робити це щодня.",
        "language": "uk",
    },
    {
        "name": "Tomáš Říčný",
        "email": "tomas.ricny@example.org",
        "phone": "",
        "letter": "Učil jsem češtinu pro dospělé a vím, jak těžký je první rok v nové zemi.",
        "language": "cs",
    },
]
CRITERIA = ["Zkušenost s lidmi v nouzi", "Jazyky", "Spolehlivost"]
AWARD = {
    "lot": "",
    "supplier": "Autobazar Pod Skalou s. r. o.",
    "registration_number": "",
    "amount": "845000.00",
    "reason": "The lowest price of four bids that met the specification.",
}
# Activities, and the projects of the demonstration that they are part of.
PROJECTS = {
    "evening-courses": "First words: Czech for parents",
    "return-with-a-plan": "A free choice: advice before a return",
    "know-your-contract": "Fair work: advice at the factory gate",
}
MORE_TIME = "Two bidders asked for a week more, so that they can measure the flats first."


def demo_load() -> bool:
    """Once; False where it is there already, or where the pages are missing."""
    cast = cast_build()
    with scopes_disabled():
        if Selection.objects.filter(organisation=cast.pomoc).exists():
            return False
    pages = {
        page.slug: page
        for model in (Vacancy, Tender)
        for page in model.objects.filter(locale__language_code=SOURCE)
    }
    wanted = ("coordinator-brno", "interpreter-warszawa", "language-courses", "winter-vans")
    if not all(slug in pages for slug in wanted):
        return False
    panels_load(cast, pages)
    tenders_load(cast, pages)
    part_load(cast)
    projects_tie()
    return True


def projects_tie() -> None:
    """Where there are such projects; that room was filled before."""
    source = next((each for each in related_links.all() if each.key == "project"), None)
    for slug, name in PROJECTS.items():
        page = Activity.objects.filter(slug=slug, locale__language_code=SOURCE).first()
        project = meant(source, name) if source else ""
        if page and project:
            page.related.append(("project", f"project:{project}"))
            page.save_revision().publish()


def panels_load(cast: Cast, pages: dict[str, Any]) -> None:
    brno = job_of(pages["coordinator-brno"], cast.pomoc)
    panel_load(brno, [cast.adam, cast.jana], namer=cast.adam)
    office = job_of(pages["interpreter-warszawa"], cast.office)
    panel_load(office, [cast.ema, cast.anton], namer=None)
    jana: Any = actor_of(cast.jana)
    with scope(organisation=cast.pomoc.pk):
        for applicant in APPLICANTS:
            services.application_submit(
                selection=brno, cv=("pdf", CV), once=uuid.uuid4().hex, **applicant
            )
        first = JobApplication.objects.filter(selection=brno).first()
        given = dict.fromkeys(brno.criteria.all(), (4, ""))
        if first:
            services.scores_set(application=first, given=given, actor=jana)


def job_of(page: Vacancy, organisation: Any) -> Selection:
    page.organisation = organisation
    page.save_revision().publish()
    with scopes_disabled():
        return Selection.objects.select_related("organisation").get(key=page.translation_key)


def panel_load(selection: Selection, users: list, *, namer: Any) -> None:
    """The office has no admin without an elevated session: there the seats are made as they are."""
    with scope(organisation=selection.organisation_id):
        if namer is None:
            for user in users:
                selection.panel.create(user=user)
            return
        actor: Any = actor_of(namer)
        selections.panel_set(selection=selection, users=users, actor=actor)
        selections.criteria_set(selection=selection, names=CRITERIA, actor=actor)


def amend(furniture: Any) -> None:
    furniture.closes_on += timedelta(days=7)
    furniture.change_reason = MORE_TIME
    furniture.save_revision().publish()


def tenders_load(cast: Cast, pages: dict[str, Any]) -> None:
    vans = pages["winter-vans"]
    decided = timezone.localdate() - timedelta(days=1)
    award = {"type": "award", "value": {**AWARD, "decided_on": decided.isoformat()}}
    vans.stage, vans.awards = Tender.Stage.AWARDED, json.dumps([award])
    vans.save_revision().publish()
    if "furniture" in pages:
        amend(pages["furniture"])
    questions_load(cast, pages["language-courses"])


def questions_load(cast: Cast, page: Tender) -> None:
    """One that is answered in all languages, one that waits."""
    texts = tomllib.loads(TEXTS.read_text("utf-8"))
    ema: Any = actor_of(cast.ema)
    first, _waits = [
        question_ask(page=page, text=text, email=email, once=uuid.uuid4().hex, language=language)
        for text, email, language in (
            (texts["asked"][SOURCE], "bidder@example.org", SOURCE),
            ("Je péče o děti součástí ceny, nebo se platí zvlášť?", "", "cs"),
        )
    ]
    with scope(organisation=cast.office.pk):
        if first:
            question_answer(question=first, actor=ema, **texts)
