"""What the journeys do and look up in the site's own database, in a process of its own.

`Site.inside("batch", …)` runs one of these functions; what it returns is passed on as JSON.
"""

import json
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import django

from .inside_pages import (  # noqa: F401 (called by name)
    hour_comes,
    kinds_of,
    news_told,
    page_of,
    press_address,
    release_waits,
    section,
    story_told,
)

BATCH_OFFERS = 40
PIECES = 3  # of each of these offers
KIND = "textbooks"


def batch(mark: str, count: int) -> dict:
    """`count` people of one region ask for books, and some there have them; as imported.

    Returns the region, how many needs of the kind are open there, and all contacts.
    """
    from django.db import transaction
    from django.utils import timezone
    from django_scopes import scopes_disabled

    from nebe.core.crypto.keys import preload
    from nebe.core.places.models import Municipality
    from nebe.exchange.demo.needs import Handling, NeedWriter, patterns_read
    from nebe.exchange.demo.people import People
    from nebe.exchange.demo.store import insert
    from nebe.exchange.models import Need
    from nebe.exchange.search import offers_reindex

    people = People(random=Random(mark), now=timezone.now(), count=int(mark, 16))
    office, writer = people.cast.office, NeedWriter(people)
    towns = list(Municipality.objects.filter(region__country="CZ").order_by("-population"))
    code = min(town.region_id for town in towns)
    towns = [town for town in towns if town.region_id == code][:12]
    patterns = [one for slug, _language, one in patterns_read() if slug == KIND]
    with scopes_disabled(), transaction.atomic():
        needs = [
            writer.row(
                KIND,
                patterns[number % len(patterns)],
                people.person("uk", office, people.now),
                towns[number % len(towns)],
                people.now - timedelta(hours=number),
                Handling(office, office),
            )
            for number in range(count)
        ]
        offers, beside = _books(people, towns, mark)
        with preload([one.pk for one in people.persons], create=True):
            insert([*people.rows(), *needs, *offers, *beside])
        offers_reindex([one.pk for one in offers])
        there = Need.objects.filter(category=KIND, status="open", seeks=True)
        asked = there.filter(municipality__region=code).count()
    contacts = [text for one in people.persons for text in (one.email, one.phone)]
    return {"region": code, "asked": asked, "contacts": contacts}


def _books(people, towns: list, mark: str) -> tuple[list, list]:
    from nebe.exchange.models import Offer, OfferCategory, OfferNumber, OfferPlace

    office, at = people.cast.office, people.now
    offers, beside = [], []
    for index, number in enumerate(OfferNumber.reserve(BATCH_OFFERS)):
        person = people.person("uk", office, at)
        people.agree_to_conduct(person)
        offer = Offer(
            pk=uuid.uuid4(), number=number, person=person, controller=office, title=f"{mark}",
            text="Books", language="uk", languages=["uk", "cs"], reach_km=30, capacity=1,
            answers={f"{KIND}.things": _every_thing(), f"{KIND}.count": PIECES},
            status=Offer.Status.LIVE, confirmed_at=at, published_at=at,
            created_at=at, updated_at=at,
        )  # fmt: skip
        offers.append(offer)
        kind = OfferCategory(offer=offer, category_id=KIND, public=True, capacity=PIECES)
        beside.append(kind)
        beside.append(OfferPlace(offer=offer, municipality=towns[index % len(towns)]))
    return offers, sorted(beside, key=lambda row: type(row).__name__)


def _every_thing() -> list[str]:
    from nebe.exchange.models import Question

    question = Question.objects.get(category=KIND, key="things")
    return [option["value"] for option in question.options]


def accepted(mark: str) -> int:
    """How many needs of a batch have a match that a coordinator has taken on."""
    from django_scopes import scopes_disabled

    from nebe.exchange.models import Match

    with scopes_disabled():
        taken_on = Match.objects.filter(offer__title=mark, status=Match.Status.TAKEN_ON)
        return taken_on.values("need").distinct().count()


def rows() -> dict[str, int]:
    """How many needs, people and matches there are: nothing of a minor may be kept."""
    from django_scopes import scopes_disabled

    from nebe.core.people.models import Person
    from nebe.exchange.models import Match, Need

    with scopes_disabled():
        return {model.__name__: model.objects.count() for model in (Need, Person, Match)}


def tallies() -> dict[str, int]:
    """How much of each measure the statistics have counted: the same after somebody is erased."""
    from django.db.models import Sum

    from nebe.exchange.models.statistics import Tally

    counted = Tally.objects.filter(by="").values_list("measure").annotate(Sum("number"))
    return dict(counted.order_by("measure"))


def counts() -> list[str]:
    """What does not add up: more taken than there is, or fewer than is promised, anywhere."""
    from django.db.models import F, Sum
    from django_scopes import scopes_disabled

    from nebe.exchange.models import Match, Need, Offer, OfferCategory

    wrong = []
    with scopes_disabled():
        for model in (Offer, OfferCategory):
            over = model.objects.filter(taken__gt=F("capacity"))
            wrong += [f"{model.__name__} {row.pk}: oversold" for row in over]
        over = Need.objects.filter(found__gt=F("quantity"))
        wrong += [f"Need {need.pk}: more found than asked" for need in over]
        promised = Match.objects.filter(status__in=Match.AGREED, need__seeks=True)
        for need, units in promised.values_list("need").annotate(Sum("units")):
            if Need.objects.filter(pk=need, found__lt=units).exists():
                wrong.append(f"Need {need}: less found than agreed")
        kinds = OfferCategory.objects.exclude(capacity=None).select_related("offer")
        sums: Counter = Counter()
        for offer, kind, units in promised.values_list("offer", "need__category", "units"):
            sums[offer, kind] += units
        for kind in kinds:
            if kind.taken < sums[kind.offer_id, kind.category_id]:
                wrong.append(f"OfferCategory {kind.pk}: less taken than agreed")
    return wrong


def tender_step(slug: str, changes: dict, days: int = 0) -> str:
    """What an editor does in the CMS: change the notice and publish it; returns its key.

    `days` is how far the clock is put forward meanwhile, for a deadline that is over.
    """
    from datetime import date
    from unittest import mock

    from django.utils import timezone

    from nebe.newsroom.models import Tender

    page = Tender.objects.filter(slug=slug, locale__language_code="en").first()
    if page is None:
        home = Tender.objects.filter(locale__language_code="en").first().get_parent()
        page = home.add_child(instance=Tender(title=slug, slug=slug, category="services"))
    for name, value in changes.items():
        value = date.fromisoformat(value) if name.endswith(("_on", "_until")) else value
        setattr(page, name, json.dumps(value) if isinstance(value, list) else value)
    then = timezone.now() + timedelta(days=days)
    with mock.patch("django.utils.timezone.now", return_value=then):
        page.save_revision().publish()
    return str(page.translation_key)


def remains(*words: str) -> list[str]:
    """Where any of these words is still found: rows, sealed fields, search, jobs, files, logs."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    call_command("erase_bytes", stdout=sys.stderr)
    found = [*_in_tables(words), *_in_sealed_fields(words)]
    files = [path for path in Path(settings.VAR_DIR).rglob("*") if path.is_file()]
    for alias in connections:
        if connections[alias].vendor == "sqlite":
            database = Path(connections[alias].settings_dict["NAME"])
            files += database.parent.glob(f"{database.name}*")
    for path in set(files):
        content = path.read_bytes()
        found += [f"{path.name}: {word}" for word in words if word.encode() in content]
    return found


def _in_tables(words: tuple[str, ...]) -> Iterator[str]:
    from django.db import connections

    for alias in connections:
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                name = connection.ops.quote_name(table)
                cursor.execute(f"SELECT * FROM {name}")
                for row in cursor:
                    told = "\n".join(map(_as_text, row))
                    yield from (f"{alias}.{table}: {word}" for word in words if word in told)


def _as_text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return str(value)


def _in_sealed_fields(words: tuple[str, ...]) -> Iterator[str]:
    """What can be read with the keys that are left."""
    from django.apps import apps
    from django_scopes import scopes_disabled

    from nebe.core.crypto.errors import KeyErased
    from nebe.core.crypto.fields import EncryptedTextField

    with scopes_disabled():
        for model in apps.get_models():
            fields = [f for f in model._meta.fields if isinstance(f, EncryptedTextField)]
            for row in model._default_manager.all() if fields else []:
                for field in fields:
                    try:
                        told = str(getattr(row, field.attname))
                    except KeyErased:
                        continue
                    yield from (f"{model.__name__}: {word}" for word in words if word in told)


def rare_rows(language: str) -> dict[str, str]:
    """Rows that the demonstration need not have; name of a page → its address, for Adam."""
    from django.urls import reverse
    from django.utils import timezone
    from django.utils.translation import override
    from django_scopes import scopes_disabled

    from nebe.core.mail.links import link_issue
    from nebe.core.people.models import Organisation, User
    from nebe.core.people.persons import person_get_or_create
    from nebe.exchange.models import (
        Ban,
        Match,
        MatchingRun,
        Message,
        Need,
        Offer,
        OfferCategory,
        SafeguardingCase,
    )

    now, adam = timezone.now(), User.objects.get(email="adam@example.org")
    pomoc = Organisation.objects.get(slug="pomocna-ruka")
    with scopes_disabled():
        helper, seeker, banned = (
            person_get_or_create(
                email=f"{name}.{uuid.uuid4().hex}@example.org", name="Rare", language=language,
                controller=pomoc,
            )
            for name in ("helper", "seeker", "banned")
        )  # fmt: skip
        type(helper).objects.filter(pk=helper.pk).update(code_of_conduct="before")
        offer = Offer.objects.create(
            person=helper, controller=pomoc, handler=pomoc, title="Books", language=language,
            status=Offer.Status.PAUSED, confirmed_at=now,
        )  # fmt: skip
        OfferCategory.objects.create(offer=offer, category_id=KIND)
        need = Need.objects.create(
            person=seeker, organisation=pomoc, category_id=KIND, text="Books", language=language,
            status=Need.Status.OPEN, confirmed_at=now,
        )  # fmt: skip
        match = Match.objects.create(
            need=need, offer=offer, organisation=pomoc, status=Match.Status.ASKED, asked_at=now
        )
        message = Message.objects.create(match=match, side="seeker", sender=seeker, text="Hello")
        case = SafeguardingCase.objects.create(organisation=pomoc, person=helper, offer=offer)
        ban = Ban.objects.create(
            organisation=pomoc, kind=Ban.Kind.BAN, person=banned, cause=Ban.Cause.MONEY,
            reason="Asked for money", review_on=now.date() + timedelta(days=90), by=adam,
        )  # fmt: skip
        run = MatchingRun.objects.filter(organisation=pomoc).order_by("created_at").first()
    mine = link_issue(purpose="my", target=helper.pk, days=1)
    pages = {
        "exchange:my_conduct": [mine],
        "exchange:report_message": [mine, match.pk, message.pk],
        "exchange_staff:ban": [ban.pk],
        "exchange_staff:case": [case.pk],
        "exchange_staff:case_ban": [case.pk],
        "exchange_staff:case_hide": [case.pk],
        "exchange_staff:session": [run.pk],
    }
    with override(language):
        return {name: reverse(name, args=args) for name, args in pages.items()}


if __name__ == "__main__":
    django.setup()
    name, arguments = sys.argv[1], json.loads(sys.argv[2])
    print(json.dumps(globals()[name](*arguments)))
