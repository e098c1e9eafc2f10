"""The rights table: every address × every kind of person. How to add yours, in three lines:

1. One line in `RIGHTS`: the address's name (or path, if it has none) and who gets in: `EVERYONE`,
   `SIGNED_IN`, `ALL_STAFF`, `ELEVATED`, `NOWHERE`, `only(…)`.
2. Arguments in the address? Add `kwargs=lambda cast: {…}`, building the row for organisation
   `cast.pomoc`; whoever may not see that very row goes out of `only(…)`: they get 404.
3. Only POST? Add `opened=405`. Leads elsewhere? Add `opened=302`.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace

# Kind of person → (field of the cast, options of `client_for`).
KINDS = {
    "nobody": (None, {}),
    "petr": ("petr_user", {}),  # an account without any role
    "jana": ("jana", {}),  # coordinator
    "adam": ("adam", {}),  # organisation admin, same organisation
    "marta": ("marta", {}),  # coordinator of another organisation
    "karim": ("karim", {}),  # counsellor of another organisation
    "ema": ("ema", {}),  # editor
    "hana": ("hana", {}),  # editor of another organisation, which has no part of the pages
    "anton": ("anton", {}),  # analyst
    "agata": ("agata", {}),  # auditor
    "eva": ("eva", {}),  # network admin, not elevated
    "eva elevated": ("eva", {"elevated": True}),
    "jana without second factor": ("jana", {"mfa": False}),
}
STAFF = {"jana", "adam", "marta", "karim", "ema", "hana", "anton", "agata", "eva", "eva elevated"}
LED_TO_LOGIN = LED_TO_SECOND_FACTOR = LED_TO_ELEVATION = 302
FOREIGN = 404


@dataclass(frozen=True)
class Rule:
    """`statuses`: kind → status; `opened` is the status for those who get in."""

    statuses: dict[str, int]
    opened: int = 200
    kwargs: Callable = field(default=lambda cast: {})
    args: tuple = ()

    def __call__(self, *, opened: int = 200, kwargs=lambda cast: {}, args=()) -> "Rule":
        statuses = {
            kind: opened if status == self.opened else status
            for kind, status in self.statuses.items()
        }
        return replace(self, statuses=statuses, opened=opened, kwargs=kwargs, args=args)


def only(*kinds: str, elevation: bool = False, second_factor: bool | None = None) -> Rule:
    """These get in; Nobody is led to the login, who lacks a step to that step, others get 404."""
    statuses = dict.fromkeys(KINDS, FOREIGN)
    statuses |= dict.fromkeys(kinds, 200) | {"nobody": LED_TO_LOGIN}
    if "jana" in kinds if second_factor is None else second_factor:
        statuses["jana without second factor"] = LED_TO_SECOND_FACTOR
    if elevation:
        statuses["eva"] = LED_TO_ELEVATION
    return Rule(statuses)


EVERYONE = Rule(dict.fromkeys(KINDS, 200))
SIGNED_IN = only("petr", *STAFF)
ALL_STAFF = only(*STAFF)
ELEVATED = only("eva elevated", elevation=True)

NOWHERE = Rule(dict.fromkeys(KINDS, 404))  # outside the demonstration


def no_token(**kwargs) -> Rule:
    return EVERYONE(opened=410, kwargs=lambda cast: {"token": "unknown", **kwargs})


def public_offer(cast) -> dict:
    """An offer of Petr's that everyone may find."""
    from nebe.exchange.models import Category, Offer, OfferCategory

    books = Category.objects.create(slug="rights", name={"en": "Books"}, openness="open")
    offer = Offer.objects.create(
        person=cast.petr, controller=cast.office, title="Books", status="live", remote=True
    )
    OfferCategory.objects.create(offer=offer, category=books, public=True)
    return {"number": offer.number}


def staff_offer(cast) -> dict:
    """An offer that no organisation has taken on: every coordinator sees it."""
    from nebe.exchange.models import Offer

    public_offer(cast)
    return {"pk": Offer.objects.get(title="Books").pk}


def offer_of_pomoc(cast) -> dict:
    """An offer that Jana's organisation has taken on."""
    from nebe.exchange.models import Offer

    kwargs = staff_offer(cast)
    Offer.objects.filter(**kwargs).update(handler=cast.pomoc)
    return kwargs


def report_to_pomoc(**kwargs):
    def build(cast) -> dict:
        from django_scopes import scopes_disabled

        from nebe.exchange.models import Report

        with scopes_disabled():
            report = Report.objects.create(organisation=cast.pomoc, reason="other")
        return {"queue": "reports", "pk": report.pk, **kwargs}

    return build


def case_of_pomoc(**kwargs):
    """Signals about a message of Petr's: organisation admins and the network's admin decide."""

    def build(cast) -> dict:
        from django_scopes import scopes_disabled

        from nebe.exchange.models import SafeguardingCase

        offer = staff_offer(cast)["pk"]
        with scopes_disabled():
            case = SafeguardingCase.objects.create(
                organisation=cast.pomoc, person=cast.petr, offer_id=offer
            )
        return {"pk": case.pk, **kwargs}

    return build


def story_draft():
    from wagtail.models import Locale, Page

    from nebe.newsroom.models import Story

    page = Story(title="A story", slug="a-story", people="Olena", locale=Locale.get_default())
    return Page.get_first_root_node().add_child(instance=page)


def release_waiting():
    """A press release whose hour is still to come."""
    from datetime import timedelta

    from django.utils import timezone
    from wagtail.models import Locale, Page

    from nebe.newsroom.models import PressRelease

    then = timezone.now() + timedelta(days=1)
    page = PressRelease(title="R", slug="r", locale=Locale.get_default(), embargo_until=then)
    page.live = False
    Page.get_first_root_node().add_child(instance=page)
    page.save_revision().publish()
    return page


def old_site(cast) -> dict:
    from nebe.newsroom.models import OldSite

    return {"pk": OldSite.objects.create().pk}


def story_consent(cast) -> dict:
    """Olena's to a story, which the office holds."""
    from datetime import date

    from django_scopes import scopes_disabled

    from nebe.newsroom.models import StoryConsent

    with scopes_disabled():
        consent = StoryConsent.objects.create(
            story=uuid.uuid4(),
            organisation=cast.office,
            person=cast.olena,
            appears_as="Olena",
            covers=["text"],
            languages=["en"],
            until=date(2999, 1, 1),
            given_how="paper",
            given_on=date(2026, 1, 1),
        )
    return {"pk": consent.pk}


def ban_of_pomoc(cast) -> dict:
    from datetime import date

    from django_scopes import scopes_disabled

    from nebe.exchange.models import Ban

    with scopes_disabled():
        ban = Ban.objects.create(
            organisation=cast.pomoc,
            person=cast.petr,
            kind="ban",
            cause="other",
            review_on=date(2027, 1, 1),
        )
    return {"pk": ban.pk}


def run_of_pomoc(cast) -> dict:
    from django_scopes import scope

    from nebe.exchange.models import MatchingRun

    with scope(organisation=cast.pomoc):
        return {"pk": MatchingRun.objects.create(organisation=cast.pomoc, by=cast.jana).pk}


def import_of_pomoc(cast) -> dict:
    from nebe.exchange.models import ImportBatch

    batch = ImportBatch.objects.create(
        organisation=cast.pomoc, by=cast.jana, filename="a.csv", header=["title"]
    )
    return {"pk": batch.pk}


def need_table_of_pomoc(cast) -> dict:
    from nebe.exchange.models import ImportBatch

    batch = ImportBatch.objects.create(
        kind="needs", organisation=cast.pomoc, by=cast.jana, filename="a.csv", header=["what"]
    )
    return {"pk": batch.pk}


def need_of_jana(cast) -> dict:
    """What Jana wrote down for someone without an e-mail."""
    from django_scopes import scope

    from nebe.exchange.models import Category, Need

    with scope(organisation=cast.pomoc):
        need = Need.objects.create(
            person=cast.olena,
            organisation=cast.pomoc,
            category=Category.objects.create(slug="rights-need", name={"en": "Books"}),
            posted_by=cast.jana,
            code_index="some index",
        )
    return {"pk": need.pk}


def saved_filter(cast) -> dict:
    from nebe.exchange.models import SavedFilter

    return {"pk": SavedFilter.objects.create(user=cast.jana, name="Mine").pk}


def bulk_action(cast) -> dict:
    from nebe.exchange.models import BulkAction

    return {"pk": BulkAction.objects.create(user=cast.jana, kind="hide").pk}


def tutoring(**kwargs):
    def build(cast) -> dict:
        from nebe.exchange.models import Category, Question

        category = Category.objects.create(slug="rights-tutoring", name={"en": "Tutoring"})
        Question.objects.create(category=category, key="often", kind="text", label={"en": "When?"})
        return {"slug": category.pk, **kwargs}

    return build


def need_of_pomoc(**kwargs):
    """A need that Pomocná ruka has taken on."""

    def build(cast) -> dict:
        from django.utils import timezone
        from django_scopes import scopes_disabled

        from nebe.exchange.models import Category, Need

        housing = Category.objects.create(slug="rights-housing", name={"en": "Housing"})
        with scopes_disabled():
            need = Need.objects.create(
                person=cast.olena, organisation=cast.pomoc, category=housing, seeks=True,
                status="open", taken_on_at=timezone.now(),
            )  # fmt: skip
        return {"pk": need.pk, **kwargs}

    return build


def job_of_pomoc(**kwargs):
    """A job with Jana and Adam in its panel, and one application."""

    def build(cast) -> dict:
        from datetime import timedelta

        from django.utils import timezone
        from django_scopes import scopes_disabled

        from nebe.newsroom.models import JobApplication, Selection

        closes = timezone.now() + timedelta(days=9)
        with scopes_disabled():
            job = Selection.objects.create(
                key=uuid.uuid4(), organisation=cast.pomoc, title="A job", closes_at=closes
            )
            for user in (cast.jana, cast.adam):
                job.panel.create(user=user)
            JobApplication.objects.create(
                selection=job, number=1, name="I", email="i@example.org", letter="I",
                cv=b"%PDF-", cv_kind="pdf", cv_size=5, language="uk", once="rights",
                closes_at=closes,
            )  # fmt: skip
        return {"pk": job.pk, **kwargs}

    return build


def tender_question(cast) -> dict:
    from django_scopes import scopes_disabled

    from nebe.newsroom.models import TenderQuestion

    with scopes_disabled():
        question = TenderQuestion.objects.create(
            organisation=cast.pomoc, key=uuid.uuid4(), title="T", text="?", language="en", once="r"
        )
    return {"pk": question.pk}


def project_import(cast) -> dict:
    from nebe.projects.models import ImportRun

    run = ImportRun.objects.create(
        name="a.xml", kind="iati", state="taken", organisation=cast.office, by=cast.ema
    )
    return {"pk": run.pk}


def project_result(what: str, **kwargs):
    """A row of the results of a project that Pomocná ruka reports."""

    def build(cast) -> dict:
        from nebe.projects.models import Indicator, Period, Project, Result

        project = Project.objects.create(slug="rights", publisher=cast.pomoc)
        result = Result.objects.create(project=project, type="1")
        indicator = Indicator.objects.create(result=result, measure="1")
        period = Period.objects.create(indicator=indicator)
        rows = {"project": project, "result": result, "indicator": indicator, "period": period}
        return {"pk": rows[what].pk, **kwargs}

    return build


def project_draft(cast) -> dict:
    """Of Pomocná ruka, which reports it."""
    from nebe.projects.models import Project

    return {"pk": Project.objects.create(slug="d", title={"en": "D"}, publisher=cast.pomoc).pk}


def project_section(cast) -> dict:
    return project_draft(cast) | {"section": "texts"}


def project_change(cast) -> dict:
    from nebe.projects.models import ProjectChange

    pk = project_draft(cast)["pk"]
    change = ProjectChange.objects.create(project_id=pk, before={"title": {"en": "E"}})
    return {"pk": pk, "change": change.pk}


def project_proposal(**kwargs):
    def build(cast) -> dict:
        from nebe.projects.models import Proposal

        proposal = Proposal.objects.create(
            project_id=project_draft(cast)["pk"],
            organisation=cast.pomoc,
            changes={"acronym": "A"},
        )
        return {"pk": proposal.pk, **kwargs}

    return build


def call_draft(cast) -> dict:
    from nebe.projects.models import Call

    return {"pk": Call.objects.create(slug="a-call", title={"en": "A call"}).pk}


def programme(cast) -> dict:
    from nebe.projects.models import Programme

    return {"slug": Programme.objects.create(slug="p", name={"en": "P"}).slug}


def project_columns(cast) -> dict:
    return table_run(cast, state="columns")


def table_run(cast, **values) -> dict:
    from django.core.files.base import ContentFile

    from nebe.projects.models import ImportRun

    answers = {"header": ["What"], "columns": {}} | values.pop("answers", {})
    run = ImportRun(name="a.csv", kind="table", organisation=cast.office, answers=answers, **values)
    run.file.save("a.csv", ContentFile(b"What\nA\n"))
    return {"pk": run.pk}


def project_double(cast) -> dict:
    asked = {"same": [{"line": 2, "title": "A", "projects": []}]}
    answers = {"columns": {"title": 0}, "asked": asked}
    return table_run(cast, state="asking", answers=answers) | {"line": 2}


def unclaimed(name: str):
    from nebe.core.people.actors import Actor
    from nebe.core.people.organisations import organisation_add_unclaimed

    return organisation_add_unclaimed(name=name, kind="other", actor=Actor.system())


def unclaimed_one(cast) -> dict:
    return {"pk": unclaimed("One").pk}


def unclaimed_two(cast) -> dict:
    return {"pk": unclaimed("One").pk, "into": unclaimed("Two").pk}


def organisation_merge(cast) -> dict:
    from nebe.projects.models import OrganisationMerge

    merge = OrganisationMerge.objects.create(
        pk=uuid.uuid4(), into=cast.pomoc, name="One", slug="one", kind="other"
    )
    return {"pk": merge.pk}


def organisation_claim(cast) -> dict:
    from nebe.projects.models import OrganisationClaim

    claim = OrganisationClaim.objects.create(by=cast.pomoc, claimed=unclaimed("One"), name="One")
    return {"pk": claim.pk}


def exchange_rates(cast) -> dict:
    from nebe.projects.models import RateList

    return {"pk": RateList.objects.create(source="A bank").pk}


def exchange_rate(cast) -> dict:
    from nebe.projects.models import ExchangeRate

    rate = ExchangeRate.objects.create(
        list_id=exchange_rates(cast)["pk"], currency="CZK", day="2026-11-26", rate=25, told=""
    )
    return {"pk": rate.pk}


def evaluation_asked(cast):
    """An evaluation with a recommendation to Pomocná ruka, which has something to do about it."""
    from datetime import date

    from django.utils import timezone

    from nebe.projects.models import Evaluation, Project

    project = Project.objects.create(slug="p", title={"en": "P"})
    row = Evaluation.objects.create(
        slug="e", project=project, kind="final", title={"en": "E"}, stage="asked"
    )
    asked = row.findings.create(text={"en": "F"}).recommendations.create(
        text={"en": "R"}, priority="1", organisation=cast.pomoc, answered_at=timezone.now()
    )
    asked.actions.create(
        text={"en": "A"}, organisation=cast.pomoc, role={"en": "R"}, due_on=date(2999, 1, 1)
    )
    return row


def evaluation(cast) -> dict:
    return {"pk": evaluation_asked(cast).pk}


def finding(cast) -> dict:
    return {"pk": evaluation_asked(cast).findings.get().pk}


def recommendation(cast) -> dict:
    return {"pk": evaluation_asked(cast).findings.get().recommendations.get().pk}


def action(cast) -> dict:
    return {"pk": evaluation_asked(cast).findings.get().recommendations.get().actions.get().pk}


def lesson_of_pomoc(cast) -> dict:
    from nebe.projects.models import Lesson

    row = Lesson.objects.create(slug="l", title={"en": "L"}, year=2026, organisation=cast.pomoc)
    return {"pk": row.pk}


def practice_of_pomoc(cast) -> dict:
    from nebe.projects.models import Practice

    row = Practice.objects.create(slug="g", title={"en": "G"}, organisation=cast.pomoc)
    return {"pk": row.pk}


def review_of_marta(cast) -> dict:
    """Marta was asked to judge what Pomocná ruka does."""
    from datetime import date

    from nebe.projects.models import ReviewRound

    round = ReviewRound.objects.create(
        practice_id=practice_of_pomoc(cast)["pk"], due_on=date(2999, 1, 1)
    )
    review = round.reviews.create(reviewer=cast.marta, organisation=cast.breh, country="CZ")
    return {"pk": review.pk}


def review_round(cast) -> dict:
    from nebe.projects.models import Review

    return {"pk": Review.objects.get(**review_of_marta(cast)).round_id}


def project_report(cast) -> dict:
    from nebe.projects.models import ProjectReport

    return {"pk": ProjectReport.objects.create(language="en").pk}


def tender_release(cast) -> dict:
    from django.utils import timezone

    from nebe.newsroom.models import TenderRelease

    data = {"ocid": "a", "id": "1", "date": "2026-11-20T10:00:00+00:00", "tag": ["planning"]}
    key = uuid.uuid4()
    TenderRelease.objects.create(
        key=key, number=1, at=timezone.now(), tag="planning", stage="planned", language="en",
        data=data,
    )  # fmt: skip
    return {"key": key}


def bulk_mail_of_pomoc(**kwargs):
    """A draft to Petr, whose offer Pomocná ruka has taken on."""

    def build(cast) -> dict:
        from django_scopes import scopes_disabled

        from nebe.exchange.models import BulkMail, BulkMailRecipient, Offer

        offer = Offer.objects.create(
            person=cast.petr, controller=cast.office, handler=cast.pomoc, title="B", status="live"
        )
        with scopes_disabled():
            mail = BulkMail.objects.create(
                organisation=cast.pomoc, by=cast.jana, text={"en": "Hello"}
            )
            BulkMailRecipient.objects.create(mail=mail, offer=offer, person=cast.petr)
        return {"pk": mail.pk, **kwargs}

    return build


def template_of_pomoc(cast) -> dict:
    from nebe.exchange.models import MessageTemplate

    template = MessageTemplate.objects.create(
        organisation=cast.pomoc, name={"en": "Thanks"}, text={"en": "Thank you"}, purpose="notes"
    )
    return {"pk": template.pk}


def joining_of_pomoc(**kwargs):
    """Somebody asked Pomocná ruka to read along."""

    def build(cast) -> dict:
        from django_scopes import scopes_disabled

        from nebe.exchange.models import Joining, Match

        need, offer = need_of_pomoc()(cast)["pk"], staff_offer(cast)["pk"]
        with scopes_disabled():
            match = Match.objects.create(
                need_id=need, offer_id=offer, organisation=cast.pomoc, status="shared"
            )
            joining = Joining.objects.create(match=match, organisation=cast.pomoc, side="seeker")
        return {"pk": joining.pk, **kwargs}

    return build


READS_OFFERS = only("jana", "adam", "marta", "karim", "agata")
READS_STATISTICS = only("jana", "adam", "marta", "karim", "agata", "anton", "eva", "eva elevated")
COORDINATES = only("jana", "adam", "marta")
SAFEGUARDS = only("adam", "agata", "eva elevated", elevation=True)
WORKS_QUEUES = only("jana", "adam", "marta", "agata", "eva elevated", elevation=True)
IS_CALLED = only("jana", "adam", "marta", "eva elevated", elevation=True)
KEEPS_PROJECTS = only("ema", "eva", "eva elevated", elevation=True)
REPORTS = only("jana", "adam", "marta", "hana", "ema", "eva", "eva elevated", elevation=True)
REPORTS_POMOC = only("jana", "adam", "ema", "eva", "eva elevated", elevation=True)
EDITS_PROJECTS = only("adam", "hana", "ema", "eva", "eva elevated", elevation=True)
EDITS_THIS_PROJECT = only("adam", "ema", "eva", "eva elevated", elevation=True)
WRITES_LEARNING = only("adam", "ema", "hana", "eva elevated", elevation=True)
OF_POMOC_OR_KEEPS = only("adam", "ema", "eva elevated", elevation=True)
ANSWERS_FOR_POMOC = only("adam", elevation=True)
OF_POMOC = only("jana", "adam")
EDITORS = only("ema", "eva elevated", elevation=True)
FILE_CHOOSERS = ("choose", "choose_results", "chosen_multiple")
ANSWERS_TENDERS = only("adam", "ema", "hana", "eva elevated", "eva")

RIGHTS: dict[str, Rule] = {
    "ui_design": EVERYONE,
    "mailbox": NOWHERE,
    "mailbox_mail": NOWHERE(opened=404, kwargs=lambda cast: {"mail_id": uuid.uuid4()}),
    "mailbox_html": NOWHERE(opened=404, kwargs=lambda cast: {"mail_id": uuid.uuid4()}),
    # Opened by the token, whoever bears it; this one opens nothing.
    "private_link": NOWHERE(
        opened=404, kwargs=lambda cast: {"purpose": "unknown", "token": "unknown"}
    ),
    "no_more": NOWHERE(opened=404, kwargs=lambda cast: {"name": "unknown", "token": "unknown"}),
    "items_feed": EVERYONE(kwargs=lambda cast: {"kind": "news", "form": "xml"}),
    "follow_us": EVERYONE,
    "for_your_site": EVERYONE,
    "embed_infoline": NOWHERE(opened=404),  # before there is an infoline
    "embed_list": EVERYONE(kwargs=lambda cast: {"kind": "news"}),
    "embed_banner": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "none"}),
    "share": NOWHERE(opened=404, kwargs=lambda cast: {"key": uuid.uuid4()}),
    # As `go`: a code that is none is led to the same address below a language, which is a 404.
    "short": EVERYONE(opened=302, kwargs=lambda cast: {"code": "none"}),
    "articles_about": EVERYONE(
        kwargs=lambda cast: {"source": "organisation", "value": cast.pomoc.slug}
    ),
    "events_calendar": EVERYONE,
    "event_calendar": NOWHERE(opened=404, kwargs=lambda cast: {"key": uuid.uuid4()}),
    "cite": NOWHERE(opened=404, kwargs=lambda cast: {"key": uuid.uuid4(), "form": "bib"}),
    "download": NOWHERE(opened=404, kwargs=lambda cast: {"pk": 0, "name": "no-such-file.pdf"}),
    "expert_ask": NOWHERE(opened=404, kwargs=lambda cast: {"key": uuid.uuid4()}),
    "expert_asked": EVERYONE,
    "newsroom_staff:expert_messages": only("ema"),
    "newsroom_staff:expert_answered": only("ema")(
        opened=405, kwargs=lambda cast: {"pk": uuid.uuid4()}
    ),
    "newsroom_staff:press_releases": only("ema"),
    "newsroom_staff:press_release": only("ema")(
        kwargs=lambda cast: {"key": release_waiting().translation_key}
    ),
    "newsroom_staff:press_link_revoke": only("ema")(
        opened=405, kwargs=lambda cast: {"pk": uuid.uuid4()}
    ),
    "law_follow": NOWHERE(opened=404, kwargs=lambda cast: {"key": uuid.uuid4()}),
    "law_follow_sent": EVERYONE,
    # What they lead to is in the tests of the newsroom; this one is no job and no tender.
    "apply": NOWHERE(opened=404, kwargs=lambda cast: {"key": uuid.uuid4()}),
    "applied": EVERYONE,
    "ask_about": NOWHERE(opened=404, kwargs=lambda cast: {"key": uuid.uuid4()}),
    "asked": EVERYONE,
    "tender_releases": EVERYONE(kwargs=tender_release),
    "tender_records": NOWHERE(opened=404),  # before there is a tender
    # The panel and nobody else, the network's admin included.
    "newsroom_staff:job_selections": ALL_STAFF,
    "newsroom_staff:job_selection": OF_POMOC(kwargs=job_of_pomoc()),
    "newsroom_staff:job_panel": OF_POMOC(kwargs=job_of_pomoc()),
    "newsroom_staff:job_scores": OF_POMOC(kwargs=job_of_pomoc()),
    "newsroom_staff:job_application": OF_POMOC(kwargs=job_of_pomoc(number=1)),
    # This one cannot be drawn anew: back to the page, which says so.
    "newsroom_staff:job_cv": OF_POMOC(opened=302, kwargs=job_of_pomoc(number=1)),
    "newsroom_staff:job_conflict": ALL_STAFF(opened=405, kwargs=job_of_pomoc(number=1)),
    "newsroom_staff:job_answer": OF_POMOC(kwargs=job_of_pomoc(number=1)),
    "newsroom_staff:tender_questions": ANSWERS_TENDERS,
    "newsroom_staff:tender_question": only("adam")(kwargs=tender_question),
    # Projects: what is published in nebe/projects/tests; here is nothing yet.
    "projects:explorer": EVERYONE,
    "projects:table": EVERYONE,
    "projects:map": EVERYONE,
    "projects:map_picture": NOWHERE(
        opened=404, kwargs=lambda cast: {"country": "CZ", "form": "svg"}
    ),
    "projects:facet": EVERYONE(kwargs=lambda cast: {"name": "theme"}),
    "projects:file": EVERYONE(kwargs=lambda cast: {"form": "csv"}),
    "projects:project": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-project"}),
    "projects:timeline": EVERYONE,
    "projects:timeline_file": EVERYONE(kwargs=lambda cast: {"form": "csv"}),
    "projects:money": EVERYONE,
    "projects:money_file": EVERYONE(kwargs=lambda cast: {"form": "csv"}),
    "projects:compare": EVERYONE,
    "projects:compare_file": EVERYONE(kwargs=lambda cast: {"form": "csv"}),
    "projects:organisation": NOWHERE(opened=404, kwargs=lambda cast: {"slug": cast.office.slug}),
    "projects:funder": NOWHERE(opened=404, kwargs=lambda cast: {"slug": cast.office.slug}),
    "projects:programme": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-programme"}),
    "projects:place": NOWHERE(opened=404, kwargs=lambda cast: {"code": "CZ"}),
    "projects:report": EVERYONE,
    "projects:report_made": EVERYONE(kwargs=project_report),
    "projects:report_file": NOWHERE(opened=404, kwargs=project_report),  # not made yet
    "projects:feed": EVERYONE(kwargs=lambda cast: {"form": "atom"}),
    "projects:portrait": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-project"}),
    "projects:preview": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-project"}),
    "projects_staff:context_series": KEEPS_PROJECTS,
    "iati_activities": NOWHERE(opened=404, kwargs=lambda cast: {"slug": cast.office.slug}),
    "iati_organisation": NOWHERE(opened=404, kwargs=lambda cast: {"slug": cast.office.slug}),
    "projects:calls": EVERYONE,
    "projects:calls_feed": EVERYONE,
    "projects:calls_rss": EVERYONE,
    "projects:calls_calendar": EVERYONE,
    "projects:calls_table": EVERYONE,
    "projects:calls_json": EVERYONE,
    "projects:calls_follow": EVERYONE,
    "projects:calls_follow_sent": EVERYONE,
    "projects:calls_gone": EVERYONE,
    "projects:call": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-call"}),
    "projects:call_calendar": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-call"}),
    "projects:call_remind": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-call"}),
    "projects_staff:calls": KEEPS_PROJECTS,
    "projects_staff:call_new": KEEPS_PROJECTS,
    "projects_staff:calls_import": KEEPS_PROJECTS,
    "projects_staff:call": KEEPS_PROJECTS(kwargs=call_draft),
    "projects_staff:call_edit": KEEPS_PROJECTS(kwargs=call_draft),
    "projects_staff:call_act": KEEPS_PROJECTS(opened=405, kwargs=call_draft),
    "projects_staff:calls_ours": only("jana", "adam", "marta", "ema", "hana"),
    "projects_staff:calls_profile": only("adam", "ema", "hana"),
    "projects_staff:calls_mails": only("adam", "ema", "hana")(opened=405),
    "projects_staff:projects": EDITS_PROJECTS,
    "projects_staff:record_new": EDITS_PROJECTS,
    "projects_staff:record": EDITS_THIS_PROJECT(kwargs=project_draft),
    "projects_staff:record_section": EDITS_THIS_PROJECT(kwargs=project_section),
    "projects_staff:record_move": EDITS_PROJECTS(opened=405, kwargs=project_draft),
    "projects_staff:record_confirm": EDITS_PROJECTS(opened=405, kwargs=project_draft),
    "projects_staff:record_delete": EDITS_THIS_PROJECT(kwargs=project_draft),
    "projects_staff:record_hand_over_choose": KEEPS_PROJECTS(kwargs=project_draft),
    "projects_staff:record_hand_over_to": KEEPS_PROJECTS(
        kwargs=lambda cast: project_draft(cast) | {"to": cast.breh.pk}
    ),
    "projects_staff:record_history": EDITS_THIS_PROJECT(kwargs=project_draft),
    "projects_staff:record_restore": EDITS_THIS_PROJECT(kwargs=project_change),
    "projects_staff:proposals": EDITS_PROJECTS,
    "projects_staff:proposal": EDITS_THIS_PROJECT(kwargs=project_proposal()),
    "projects_staff:proposal_section": KEEPS_PROJECTS(kwargs=project_proposal(section="texts")),
    "projects_staff:programmes": KEEPS_PROJECTS,
    "projects_staff:programme_new": KEEPS_PROJECTS,
    "projects_staff:programme": KEEPS_PROJECTS(kwargs=programme),
    "projects_staff:suggest_organisations": EDITS_PROJECTS,
    "projects_staff:suggest_projects": EDITS_PROJECTS,
    "projects:evaluations": EVERYONE,
    "projects:evaluations_table": EVERYONE,
    "projects:evaluation": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-one"}),
    "projects:lessons": EVERYONE,
    "projects:lessons_table": EVERYONE,
    "projects:lesson": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-one"}),
    "projects:practices": EVERYONE,
    "projects:practices_table": EVERYONE,
    "projects:practice": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-one"}),
    "projects_staff:duties": ALL_STAFF,
    "projects_staff:evaluations": KEEPS_PROJECTS,
    "projects_staff:evaluation_new": KEEPS_PROJECTS,
    "projects_staff:evaluation": KEEPS_PROJECTS(kwargs=evaluation),
    "projects_staff:evaluation_edit": KEEPS_PROJECTS(kwargs=evaluation),
    "projects_staff:evaluation_act": KEEPS_PROJECTS(opened=405, kwargs=evaluation),
    "projects_staff:finding_new": KEEPS_PROJECTS(kwargs=evaluation),
    "projects_staff:finding": KEEPS_PROJECTS(kwargs=finding),
    "projects_staff:recommendation_new": KEEPS_PROJECTS(kwargs=finding),
    "projects_staff:recommendation_edit": KEEPS_PROJECTS(kwargs=recommendation),
    "projects_staff:recommendation": ANSWERS_FOR_POMOC(kwargs=recommendation),
    "projects_staff:action_new": ANSWERS_FOR_POMOC(kwargs=recommendation),
    "projects_staff:action": ANSWERS_FOR_POMOC(kwargs=action),
    "projects_staff:action_edit": ANSWERS_FOR_POMOC(kwargs=action),
    "projects_staff:lessons": WRITES_LEARNING,
    "projects_staff:lesson_new": WRITES_LEARNING,
    "projects_staff:lesson": OF_POMOC_OR_KEEPS(kwargs=lesson_of_pomoc),
    "projects_staff:lesson_act": WRITES_LEARNING(opened=405, kwargs=lesson_of_pomoc),
    "projects_staff:practices": WRITES_LEARNING,
    "projects_staff:practice_new": WRITES_LEARNING,
    "projects_staff:practice": OF_POMOC_OR_KEEPS(kwargs=practice_of_pomoc),
    "projects_staff:practice_act": WRITES_LEARNING(opened=405, kwargs=practice_of_pomoc),
    "projects_staff:practice_review": KEEPS_PROJECTS(kwargs=practice_of_pomoc),
    "projects_staff:practice_answers": ANSWERS_FOR_POMOC(kwargs=practice_of_pomoc),
    "projects_staff:round_invite": KEEPS_PROJECTS(opened=405, kwargs=review_round),
    "projects_staff:round_act": KEEPS_PROJECTS(opened=405, kwargs=review_round),
    "projects_staff:review": only("marta", second_factor=True)(kwargs=review_of_marta),
    "projects_staff:review_decline": ALL_STAFF(opened=405, kwargs=review_of_marta),
    "projects_staff:identifiers": KEEPS_PROJECTS,
    "projects_staff:import_start": KEEPS_PROJECTS,
    "projects_staff:import": KEEPS_PROJECTS(kwargs=project_import),
    "projects_staff:import_answer": KEEPS_PROJECTS(opened=405, kwargs=project_import),
    "projects_staff:import_take": KEEPS_PROJECTS(opened=405, kwargs=project_import),
    "projects_staff:import_forget": KEEPS_PROJECTS(opened=405, kwargs=project_import),
    "projects_staff:import_fates": KEEPS_PROJECTS(kwargs=project_import),
    "projects:results_explained": EVERYONE,
    "projects:results": EVERYONE(kwargs=lambda cast: {"form": "csv"}),
    "projects:project_results": NOWHERE(
        opened=404, kwargs=lambda cast: {"slug": "no-such-project", "form": "csv"}
    ),
    "projects_staff:results": REPORTS,
    "projects_staff:results_of": REPORTS_POMOC(kwargs=project_result("project")),
    "projects_staff:figures": REPORTS_POMOC(kwargs=project_result("project")),
    "projects_staff:figures_sheet": REPORTS_POMOC(kwargs=project_result("project")),
    "projects_staff:result_add": REPORTS_POMOC(kwargs=project_result("project")),
    "projects_staff:result": REPORTS_POMOC(kwargs=project_result("result")),
    "projects_staff:indicator_add": REPORTS_POMOC(kwargs=project_result("result")),
    "projects_staff:indicator": REPORTS_POMOC(kwargs=project_result("indicator")),
    "projects_staff:period_add": REPORTS_POMOC(kwargs=project_result("indicator")),
    "projects_staff:count": REPORTS_POMOC(kwargs=project_result("indicator")),
    # Only buttons; whose row it is is asked after that.
    "projects_staff:recount": REPORTS(opened=405, kwargs=project_result("indicator")),
    "projects_staff:count_end": REPORTS(opened=405, kwargs=project_result("indicator")),
    "projects_staff:period": REPORTS_POMOC(kwargs=project_result("period")),
    "projects_staff:report": REPORTS_POMOC(kwargs=project_result("period")),
    "projects_staff:result_remove": REPORTS_POMOC(kwargs=project_result("period", kind="period")),
    "projects_staff:import_columns": KEEPS_PROJECTS(kwargs=project_columns),
    "projects_staff:import_double": KEEPS_PROJECTS(kwargs=project_double),
    "projects_staff:organisations": KEEPS_PROJECTS,
    "projects_staff:merge": KEEPS_PROJECTS(kwargs=unclaimed_one),
    "projects_staff:merge_into": KEEPS_PROJECTS(kwargs=unclaimed_two),
    "projects_staff:unmerge": KEEPS_PROJECTS(kwargs=organisation_merge),
    "projects_staff:claim": KEEPS_PROJECTS(kwargs=organisation_claim),
    "projects_staff:claims": only("adam"),
    "projects_staff:rates": KEEPS_PROJECTS,
    "projects_staff:rates_forget": KEEPS_PROJECTS(kwargs=exchange_rates),
    "projects_staff:rate_forget": KEEPS_PROJECTS(kwargs=exchange_rate),
    "leaflet": NOWHERE(opened=404, kwargs=lambda cast: {"path": "no-such-page"}),
    "search_suggest": EVERYONE,
    "newsroom_search:missed": only("ema", "eva elevated", elevation=True),
    "wagtailsnippets_nebe_newsroom_search_recommended:add": only(
        "ema", "eva elevated", elevation=True
    ),
    **dict.fromkeys(
        (f"wagtailsnippetchoosers_nebe_newsroom_download:{name}" for name in FILE_CHOOSERS), EDITORS
    ),
    "wagtailsnippetchoosers_nebe_newsroom_download:chosen": EDITORS(opened=404, args=[0]),
    "wagtailsnippets_nebe_newsroom_download:edit": EDITORS(opened=404, args=[0]),
    "wagtailsnippets_nebe_newsroom_download:delete": EDITORS(opened=404, args=[0]),
    "newsroom_search:missed_settle": only("ema", "eva elevated", elevation=True)(
        opened=405, args=[0]
    ),
    "cms_file": only("ema", "eva elevated", elevation=True)(opened=404, args=["no-such-file"]),
    "newsroom_parts:list": EDITORS,
    "newsroom_parts:make": EDITORS(opened=405, args=[uuid.UUID(int=0)]),
    "newsroom_parts:change": EDITORS(opened=405, args=[0]),
    "newsroom_editing:review": EDITORS,
    "newsroom_editing:still_right": EDITORS(opened=405, args=[0]),
    "newsroom_editing:links": EDITORS,
    "newsroom_editing:moving_in": only("ema", elevation=True),
    "newsroom_editing:moving_in_site": only("ema", elevation=True)(kwargs=old_site),
    "newsroom_editing:moving_in_fates": only("ema", elevation=True)(kwargs=old_site),
    "newsroom_editing:feedback": EDITORS,
    "newsroom_editing:feedback_done": EDITORS(opened=405, args=[uuid.UUID(int=0)]),
    "feedback": EVERYONE(opened=404, args=["no-such-page/"]),
    "feedback_thanks": EVERYONE,
    "words": EVERYONE,
    "figure_csv": EVERYONE(opened=404, kwargs=lambda cast: {"key": uuid.uuid4(), "table": "x"}),
    "newsletter": EVERYONE,
    "newsletter_sent": EVERYONE,
    "newsletter_gone": EVERYONE,
    "newsletter_archive": EVERYONE,
    "newsletter_issue": EVERYONE(opened=404, args=[0]),
    "newsroom_newsletters:list": EDITORS,
    "newsroom_newsletters:new": EDITORS,
    "newsroom_newsletters:write": EDITORS(opened=404, args=[0]),
    "newsroom_newsletters:look": EDITORS(opened=404, args=[0]),
    "newsroom_newsletters:newsletter_act": EDITORS(opened=405, args=[0]),
    "newsroom_library:pictures": EDITORS,
    "newsroom_own_settings": EDITORS,
    "newsroom_pictures": EDITORS,
    "newsroom_pictures_rest": EDITORS,
    "newsroom_pictures_choose": EDITORS,
    "newsroom_pictures_in": EDITORS,
    "newsroom_texts:coverage": EDITORS,
    "newsroom_texts:side_by_side": EDITORS(opened=404, args=[0]),
    "newsroom_texts:machine_draft": EDITORS(opened=405, args=[0]),
    "newsroom_texts:reading": EDITORS(opened=404, args=[0]),
    "newsroom_texts:texts_out": EDITORS,
    "newsroom_texts:texts_in": EDITORS,
    "newsroom_texts:glossary_export": EDITORS,
    "newsroom_texts:glossary_import": EDITORS,
    "newsroom_machine_translate": EDITORS(opened=405, args=[0]),
    "newsroom_po_out": EDITORS(opened=404, args=[0]),
    "newsroom_po_in": EDITORS(args=[0]),
    "newsroom_update_translations": EDITORS(opened=404, args=[0]),
    "picture": NOWHERE(opened=404, kwargs=lambda cast: {"pk": 0, "width": 400}),
    "picture_square": NOWHERE(opened=404, kwargs=lambda cast: {"pk": 0}),
    "recording": NOWHERE(opened=404, kwargs=lambda cast: {"pk": uuid.uuid4(), "ending": "mp3"}),
    "podcast_feed": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "none"}),
    "podcast_cover": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "none"}),
    "preview": NOWHERE(opened=404, kwargs=lambda cast: {"pk": 0}),
    "banner": NOWHERE(
        opened=404, kwargs=lambda cast: {"slug": "none", "size": "1x1", "form": "png"}
    ),
    # A code that is none: led to the same address below a language, which is a 404.
    "go": EVERYONE(opened=302, kwargs=lambda cast: {"code": "none"}),
    "newsroom_campaigns:campaigns": only("ema"),
    "newsroom_campaigns:campaign": only("ema")(
        opened=404, kwargs=lambda cast: {"key": uuid.uuid4()}
    ),
    "newsroom_campaigns:csv": only("ema")(opened=404, kwargs=lambda cast: {"key": uuid.uuid4()}),
    "newsroom_campaigns:qr": only("ema")(opened=404, kwargs=lambda cast: {"pk": 0}),
    "captions": NOWHERE(opened=404, kwargs=lambda cast: {"pk": 0}),
    "chapters": NOWHERE(opened=404, kwargs=lambda cast: {"pk": 0}),
    "transcript": NOWHERE(opened=404, kwargs=lambda cast: {"pk": 0}),
    "newsroom_stories:stories": only("ema"),
    "newsroom_stories:story": only("ema")(
        kwargs=lambda cast: {"key": story_draft().translation_key}
    ),
    "newsroom_stories:link": only("ema")(opened=405, kwargs=lambda cast: story_consent(cast)),
    "newsroom_stories:take_back": only("ema")(kwargs=lambda cast: story_consent(cast)),
    "wagtail_serve": NOWHERE(opened=404, args=["no-such-page/"]),
    "/": EVERYONE(opened=302),  # to the visitor's language
    "/favicon.ico": EVERYONE(opened=302),
    "/robots.txt": EVERYONE,
    "/.well-known/security.txt": EVERYONE,
    "service_worker": EVERYONE,
    "manifest": EVERYONE,
    "sitemap": EVERYONE,
    "sitemap_projects": NOWHERE(opened=404, kwargs=lambda cast: {"part": 1}),
    "sitemap_calls": NOWHERE(opened=404),  # before there is a call
    "sitemap_of": EVERYONE(kwargs=lambda cast: {"language": "cs"}),
    "portal:home": EVERYONE,
    "portal:search": EVERYONE,
    "portal:leaving": EVERYONE,
    "portal:offline": EVERYONE,
    "api_docs": EVERYONE,
    "data_catalogue": EVERYONE,
    "live": EVERYONE,
    "ready": EVERYONE,
    "places:suggest": EVERYONE,
    # Eva sees the office's own entries, and everybody's in an elevated session.
    "audit_trail": only("adam", "agata", "eva", "eva elevated"),
    "privacy": EVERYONE,
    "privacy_register": EVERYONE,
    "privacy_purpose": EVERYONE(kwargs=lambda cast: {"key": "privacy.rights"}),
    "people_cast": NOWHERE,
    "people:organisations": EVERYONE,
    "people:apply": EVERYONE,
    "people:applied": EVERYONE,
    "people:organisation": EVERYONE(kwargs=lambda cast: {"slug": cast.breh.slug}),
    "people:logo": NOWHERE(opened=404, kwargs=lambda cast: {"slug": "no-such-one"}),
    "people:account": SIGNED_IN,
    "people:account_create": NOWHERE,  # for the bearer of a private link
    "people:working_for": ALL_STAFF(opened=405),
    "people:session_end": SIGNED_IN(opened=405, kwargs=lambda cast: {"pk": 1}),
    "people:elevate": only("eva", "eva elevated"),
    "people:elevate_end": only("eva", "eva elevated")(opened=405),
    "people:organisation_settings": only("adam"),
    "people:members": only("adam", "agata"),
    "people:invite": only("adam"),
    "people:member": only("adam")(kwargs=lambda cast: {"pk": cast.jana.pk}),
    "people:invitation_resend": only("adam")(opened=405, kwargs=lambda cast: {"pk": uuid.uuid4()}),
    "people:invitation_revoke": only("adam")(opened=405, kwargs=lambda cast: {"pk": uuid.uuid4()}),
    "people:applications": ELEVATED,
    "people:application": ELEVATED(kwargs=lambda cast: {"pk": cast.breh.pk}),
    "console": ALL_STAFF,
    "exchange:find": EVERYONE,
    "exchange:map": EVERYONE,
    "exchange:offer": EVERYONE(kwargs=public_offer),
    "exchange:ask": EVERYONE(kwargs=public_offer),
    "exchange:report_offer": EVERYONE(kwargs=public_offer),
    "exchange:image": NOWHERE(opened=404, kwargs=lambda cast: {"pk": uuid.uuid4()}),
    "exchange:give": EVERYONE,
    "exchange:give_sent": EVERYONE,
    "exchange:ask_sent": EVERYONE,
    "exchange:ask_code": EVERYONE(opened=405),
    "exchange:need": EVERYONE,
    "exchange:need_sent": EVERYONE,
    "exchange:need_code": EVERYONE(opened=405),
    "exchange:needs": EVERYONE,
    "exchange:statistics": EVERYONE,
    "exchange:statistics_file": EVERYONE,
    "exchange:statistics_month": NOWHERE(opened=404, kwargs=lambda cast: {"month": "2026-01"}),
    "exchange:minors": EVERYONE,
    "exchange:my_door": EVERYONE,
    "exchange:my_sent": EVERYONE,
    "exchange:code_of_conduct": EVERYONE,
    "exchange:safety": EVERYONE,
    "exchange:signals": EVERYONE,
    "exchange:report_sent": EVERYONE,
    "exchange:complain": EVERYONE,
    "exchange:complaint": EVERYONE,
    # Opened by the token of a private link, whoever bears it; this one opens nothing.
    "exchange:my": no_token(),
    "exchange:my_details": no_token(),
    "exchange:my_mails": no_token(),
    "exchange:my_conduct": no_token(),
    "exchange:my_account_make": no_token(),
    "exchange:my_of_account": SIGNED_IN(opened=302),
    "exchange:my_data": no_token(),
    "exchange:my_data_file": no_token(form="json"),
    "exchange:my_consent_end": no_token(purpose="exchange.share_contact"),
    "exchange:my_leave": no_token(),
    "exchange:my_offer": no_token(number=1),
    "exchange:my_offer_edit": no_token(number=1),
    "exchange:my_offer_act": no_token(number=1, verb="pause"),
    "exchange:my_answerable": no_token(),
    "exchange:my_need": no_token(pk=uuid.uuid4()),
    "exchange:my_need_edit": no_token(pk=uuid.uuid4()),
    "exchange:my_need_act": no_token(pk=uuid.uuid4(), verb="withdraw"),
    "exchange:my_need_card": no_token(pk=uuid.uuid4()),
    "exchange:my_answer": no_token(pk=uuid.uuid4()),
    "exchange:my_links_end": no_token(),
    "exchange:my_talk": no_token(pk=uuid.uuid4()),
    "exchange:my_talk_share": no_token(pk=uuid.uuid4()),
    "exchange:my_talk_act": no_token(pk=uuid.uuid4(), verb="withdraw"),
    "exchange:my_kept": no_token(),
    "exchange:my_file": no_token(),
    "exchange:my_worker": EVERYONE,
    "exchange:my_talk_file": no_token(pk=uuid.uuid4(), file=uuid.uuid4()),
    "exchange:my_translate": no_token(pk=uuid.uuid4(), message=uuid.uuid4()),
    "exchange:my_translate_request": no_token(pk=uuid.uuid4()),
    "exchange:my_blocked": no_token(),
    "exchange:my_unblock": no_token(pk=uuid.uuid4()),
    "exchange:report_request": no_token(pk=uuid.uuid4()),
    "exchange:report_message": no_token(pk=uuid.uuid4(), message=uuid.uuid4()),
    "exchange_staff:offers": READS_OFFERS,
    "exchange_staff:export": READS_OFFERS(kwargs=lambda cast: {"kind": "csv"}),
    "exchange_staff:filter_save": READS_OFFERS(opened=405),
    "exchange_staff:filter_delete": READS_OFFERS(opened=405, kwargs=saved_filter),
    "exchange_staff:bulk": COORDINATES(opened=405),
    "exchange_staff:offer_calls": COORDINATES(opened=405),
    "exchange_staff:need_calls": COORDINATES(opened=405),
    "exchange_staff:offer_note": COORDINATES(opened=405, kwargs=staff_offer),
    "exchange_staff:offer_mark": COORDINATES(
        opened=405, kwargs=lambda cast: staff_offer(cast) | {"verb": "tag"}
    ),
    "exchange_staff:bulk_mail_start": COORDINATES(opened=405),
    "exchange_staff:bulk_mails": COORDINATES,
    "exchange_staff:bulk_mail": OF_POMOC(kwargs=bulk_mail_of_pomoc()),
    "exchange_staff:bulk_mail_look": OF_POMOC(kwargs=bulk_mail_of_pomoc()),
    "exchange_staff:bulk_mail_act": COORDINATES(opened=405, kwargs=bulk_mail_of_pomoc(verb="stop")),
    "exchange_staff:templates": COORDINATES,
    "exchange_staff:template_new": COORDINATES,
    "exchange_staff:template": OF_POMOC(kwargs=template_of_pomoc),
    "exchange_staff:template_delete": COORDINATES(opened=405, kwargs=template_of_pomoc),
    "exchange_staff:undo": only("jana")(kwargs=bulk_action),
    "exchange_staff:offer": READS_OFFERS(kwargs=staff_offer),
    "exchange_staff:offer_picture": READS_OFFERS(
        opened=404, kwargs=lambda cast: staff_offer(cast) | {"picture": uuid.uuid4()}
    ),
    "exchange_staff:vet": COORDINATES(opened=405, kwargs=staff_offer),
    "exchange_staff:act": COORDINATES(
        opened=405, kwargs=lambda cast: staff_offer(cast) | {"verb": "hide"}
    ),
    "exchange_staff:hand_over": OF_POMOC(kwargs=offer_of_pomoc),
    "exchange_staff:need_new": COORDINATES,
    "exchange_staff:need_own_new": COORDINATES,
    "exchange_staff:need_card": only("jana")(kwargs=need_of_jana),  # who wrote it down
    "exchange_staff:need_tables": COORDINATES,
    "exchange_staff:need_template": COORDINATES,
    "exchange_staff:need_table": OF_POMOC(kwargs=need_table_of_pomoc),
    "exchange_staff:need_table_rows": OF_POMOC(kwargs=need_table_of_pomoc),
    "exchange_staff:need_table_forget": OF_POMOC(kwargs=need_table_of_pomoc),
    "exchange_staff:need_table_act": COORDINATES(
        opened=405, kwargs=lambda cast: need_table_of_pomoc(cast) | {"verb": "take"}
    ),
    "exchange_staff:needs": READS_OFFERS,
    "exchange_staff:need": OF_POMOC(kwargs=need_of_pomoc()),
    "exchange_staff:need_note": COORDINATES(opened=405, kwargs=need_of_pomoc()),
    "exchange_staff:need_act": COORDINATES(opened=405, kwargs=need_of_pomoc(verb="take-on")),
    "exchange_staff:need_mark": COORDINATES(opened=405, kwargs=need_of_pomoc(verb="tag")),
    "exchange_staff:need_pair": COORDINATES(
        opened=405, kwargs=need_of_pomoc(offer=uuid.uuid4(), verb="offer")
    ),
    "exchange_staff:need_match": COORDINATES(
        opened=405, kwargs=need_of_pomoc(match=uuid.uuid4(), verb="offer")
    ),
    "exchange_staff:queue": WORKS_QUEUES(kwargs=lambda cast: {"queue": "reports"}),
    "exchange_staff:queue_row": only("jana", "adam", elevation=True)(kwargs=report_to_pomoc()),
    "exchange_staff:queue_file": WORKS_QUEUES(
        opened=404, kwargs=report_to_pomoc(file=uuid.uuid4())
    ),
    "exchange_staff:queue_act": WORKS_QUEUES(opened=405, kwargs=report_to_pomoc(verb="take")),
    "exchange_staff:talks": IS_CALLED,
    "exchange_staff:talk": only("jana", "adam", elevation=True)(kwargs=joining_of_pomoc()),
    "exchange_staff:talk_file": IS_CALLED(opened=404, kwargs=joining_of_pomoc(file=uuid.uuid4())),
    "exchange_staff:talk_act": IS_CALLED(opened=405, kwargs=joining_of_pomoc(verb="join")),
    "exchange_staff:cases": SAFEGUARDS,
    "exchange_staff:precision": SAFEGUARDS,
    "exchange_staff:bans": SAFEGUARDS,
    "exchange_staff:ban": only("adam", elevation=True)(kwargs=ban_of_pomoc),
    "exchange_staff:case": only("adam", elevation=True)(kwargs=case_of_pomoc()),
    "exchange_staff:case_hide": only("adam", elevation=True)(kwargs=case_of_pomoc()),
    "exchange_staff:case_ban": only("adam", elevation=True)(kwargs=case_of_pomoc()),
    "exchange_staff:case_act": only("adam", "agata", "eva elevated", elevation=True)(
        opened=405, kwargs=case_of_pomoc(verb="take")
    ),
    "exchange_staff:categories": ELEVATED,
    "exchange_staff:category_add": ELEVATED,
    "exchange_staff:category": ELEVATED(kwargs=tutoring()),
    "exchange_staff:question_add": ELEVATED(kwargs=tutoring()),
    "exchange_staff:question": ELEVATED(kwargs=tutoring(key="often")),
    "exchange_staff:sessions": COORDINATES,
    "exchange_staff:session": OF_POMOC(kwargs=run_of_pomoc),
    "exchange_staff:session_accept": COORDINATES(opened=405, kwargs=run_of_pomoc),
    "exchange_staff:session_again": COORDINATES(opened=405, kwargs=run_of_pomoc),
    "exchange_staff:statistics": READS_STATISTICS,
    "exchange_staff:statistics_export": READS_STATISTICS(kwargs=lambda cast: {"kind": "csv"}),
    "exchange_staff:import_start": COORDINATES,
    "exchange_staff:import_template": COORDINATES,
    "exchange_staff:import": OF_POMOC(kwargs=import_of_pomoc),
    "exchange_staff:import_confirm": COORDINATES(opened=405, kwargs=import_of_pomoc),
    "exchange_staff:import_refused": OF_POMOC(kwargs=import_of_pomoc),
    "exchange_staff:import_forget": OF_POMOC(kwargs=import_of_pomoc),
}
