"""The demonstration: a network alive, the same for the same seed and time but for its ids."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import PROTECT, Model
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.crypto.keys import preload
from nebe.core.crypto.models import SubjectKey
from nebe.core.mail.models import Link, Mail
from nebe.core.people.cast import ORGANISATIONS, STAFF
from nebe.core.people.models import Organisation, Person, User
from nebe.core.privacy.models import Consent
from nebe.exchange.images import image_add
from nebe.exchange.models import (
    Ban,
    BulkMail,
    Complaint,
    ImportBatch,
    MatchingRun,
    Need,
    Offer,
    OfferImage,
    OfferNumber,
    PublishedMonth,
    Report,
    SafeguardingCase,
    Tag,
    Tally,
)
from nebe.exchange.search import offers_reindex
from nebe.exchange.sessions.planning import run_plan
from nebe.exchange.statistics.history import history_rebuild
from nebe.exchange.statistics.publishing import months_publish

from .bulk_mails import bulk_mails_make
from .closing import homes_offered, homes_sought
from .course import CourseWriter
from .drawings import drawing
from .earlier import earlier_count
from .fates import Made
from .needs import NeedWriter
from .offers import OfferWriter
from .people import People, people_make
from .post import post_send
from .reports import reports_make
from .requests import RequestWriter
from .signals import odd_make, odd_watch
from .store import insert
from .threads import threads_make

SEED = 2026
ERASED_SINCE = 4  # for each request that is there
PICTURED = 0.3  # of the offers whose category has a picture


def demo_load(
    *,
    offers: int = 600,
    requests: int = 250,
    needs: int = 60,
    households: int = 0,
    now: datetime,
    seed: int = SEED,
) -> bool:
    """Load a year of the network's life up to `now`; False when it is there already.

    `households` of a lodging house that closes come on top, with a home for about half of them.
    Needs the places and the categories.
    """
    if Offer.objects.exists():
        return False
    random = Random(seed)  # noqa: S311
    with scopes_disabled(), transaction.atomic():
        people = people_make(random, now)
        offering = OfferWriter(people)
        made = offering.write(offers)
        talk, seeking = RequestWriter(people, made), NeedWriter(people)
        asked = talk.write(requests)
        sought = seeking.write(needs)
        courses = CourseWriter(people, made, seeking, talk).write()
        made += homes_offered(offering, households // 2)
        sought += homes_sought(seeking, households)
        _use_up(made)
        _number(made)
        reports = reports_make(people, made, asked.messages)
        odd = odd_make(people, made, asked.messages, {match.offer for match in courses.matches})
        sealed_for = [one.pk for one in (*people.persons, *reports)]
        with preload(sealed_for, create=True):
            insert(people.rows())
            insert(_rows(made))
            insert(asked.rows())
            insert(reports)
            insert(sought)
            insert(courses.rows())
            insert(threads_make(people, courses))
            post_send(people, made, asked, courses)
            odd_watch(people, odd)
            bulk_mails_make(people)
        _pictures(made, people)
        offers_reindex([one.offer.pk for one in made])
        _session(people)
        history_rebuild(today=timezone.localdate(now))
        earlier_count(random=random, now=now, count=ERASED_SINCE * requests)
    months_publish(today=timezone.localdate(now))
    return True


def _use_up(made: list[Made]) -> None:
    for one in made:
        if one.offer.status == Offer.Status.LIVE and one.is_used_up:
            one.offer.status = Offer.Status.EXHAUSTED


def _number(made: list[Made]) -> None:
    for one, number in zip(made, OfferNumber.reserve(len(made)), strict=True):
        one.offer.number = number


def _rows(made: list[Made]) -> list:
    return [
        *(one.offer for one in made),
        *(kind for one in made for kind in one.kinds),
        *(place for one in made for place in one.places),
        *(vetting for one in made for vetting in one.vettings),
    ]


def _session(people: People) -> None:
    """What one matching session of Jana's would give."""
    cast, at = people.cast, people.now - timedelta(hours=20)
    run = MatchingRun.objects.create(
        organisation=cast.pomoc, by=cast.jana, status=MatchingRun.Status.RUNNING
    )
    run_plan(run=run, now=people.now)
    MatchingRun.objects.filter(pk=run.pk).update(
        created_at=at, finished_at=at + timedelta(seconds=2)
    )


def _pictures(made: list[Made], people: People) -> None:
    for one in made:
        if people.random.random() < PICTURED and one.offer.status != Offer.Status.UNCONFIRMED:
            image = drawing(one.kinds[0].category_id, people.random)
            if image:
                image_add(offer=one.offer, image=image)


def demo_clear() -> None:
    """Take away every offer, request and person, and every organisation but the cast's.

    For the demonstration only: nothing is kept, no ledger is written.
    """
    with scopes_disabled(), transaction.atomic():
        for image in OfferImage.objects.all():
            image.file.delete(save=False)
        sealed = (Person, Ban, SafeguardingCase, Report, Complaint)
        keys = [pk for model in sealed for pk in model.objects.values_list("pk", flat=True)]
        judged = (MatchingRun, Ban, SafeguardingCase, Report, Complaint)
        models: tuple[type[Model], ...] = (
            Tally,
            PublishedMonth,
            Mail,
            Link,
            BulkMail,
            *judged,
            Need,
            Tag,
            Offer,
            ImportBatch,
            Consent,
            *protecting(Person),  # what other rooms hold of people
            Person,
        )
        for model in models:
            model._base_manager.all().delete()
        User.objects.exclude(email__in=[f"{key}@example.org" for key in (*STAFF, "petr")]).delete()
        slugs = [slug for _, slug, _ in ORGANISATIONS.values()]
        unknown = Organisation.objects.exclude(status=Organisation.Status.UNCLAIMED)
        unknown.exclude(slug__in=slugs).delete()
        SubjectKey.objects.filter(pk__in=keys).delete()


def protecting(model: type[Model]) -> list[Any]:
    """Models whose rows keep those of `model` from being deleted."""
    return [
        relation.related_model
        for relation in model._meta.get_fields(include_hidden=True)
        if getattr(relation, "on_delete", None) is PROTECT and relation.auto_created
    ]
