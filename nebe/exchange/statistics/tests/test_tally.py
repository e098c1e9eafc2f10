"""What happens is counted once, and stays counted when people are erased."""

from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor, actor_of
from nebe.exchange.models import Match, Measure, Need, Tally
from nebe.exchange.services import match_course as course
from nebe.exchange.services import proposals
from nebe.exchange.services.leave import person_leave
from nebe.exchange.services.matches import match_withdraw
from nebe.exchange.services.need_posting import NeedDraft, need_confirm, need_post, need_post_own
from nebe.exchange.services.needs import ask_confirm, need_submit
from nebe.exchange.services.offers import offer_confirm
from nebe.exchange.statistics.fold import tallies_fold
from nebe.exchange.statistics.history import history_count, history_rebuild
from nebe.exchange.tests.needs import loaded, shared

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()
OLENA = "olena@example.org"


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def jana(cast):
    return actor_of(cast.jana, has_mfa=True)


@pytest.fixture
def ask(network, categories, plzen):
    """A need that was posted and confirmed by its person."""

    def make(slug="textbooks", email=OLENA, **fields) -> Need:
        draft = NeedDraft(category=categories[slug], text="", municipality=plzen, **fields)
        need = need_post(
            draft=draft, email=email, name="O", language="uk", once=f"{slug}{email}", actor=NOBODY
        )
        need_confirm(need=need, actor=NOBODY)
        return need

    return make


def totals() -> dict[str, int]:
    """What was counted on the whole, without zeros."""
    sums = Tally.objects.filter(by="").values_list("measure").annotate(Sum("number"))
    return {measure: number for measure, number in sums if number}


def cells() -> Counter:
    keys = ("day", "measure", "by", "value", "category", "region", "organisation")
    sums: Counter = Counter()
    for *key, number in Tally.objects.values_list(*keys, "number"):
        sums[tuple(key)] += number
    return +sums


def test_it_works(ask, make_offer, jana):
    need = ask(people=3)
    assert totals() == {"asked": 1, "people": 3}
    match = shared(need, make_offer(status="live"), jana)
    course.match_fulfil(match=match, by="seeker", actor=NOBODY)
    assert totals() == {
        "asked": 1, "people": 3, "proposed": 1, "told": 1, "agreed": 1, "arranged": 1, "given": 1,
        "helped": 1, "helped_people": 3,
    }  # fmt: skip


def test_all_totals_stay_when_everyone_is_erased(ask, make_offer, jana):
    need = ask(people=4)
    other = ask(email="iryna@example.org")
    match = shared(need, make_offer(status="live", capacity=5), jana)
    course.match_fulfil(match=match, by="seeker", actor=NOBODY)
    course.match_offer_at_once(need=other, offer=match.offer, actor=jana)
    before = cells()
    with scopes_disabled():
        for person in (need.person, other.person):
            person_leave(person=person, actor=Actor.bearer(person))
        assert not Need.objects.exists()
        assert not Match.objects.exists()
    after = cells()
    ended = after - before
    assert {key[1] for key in ended} == {"withdrawn"}  # the other one took it back by leaving
    assert before - after == Counter()


def test_the_helper_goes_and_the_help_given_stays(ask, make_offer, jana):
    match = shared(ask(), make_offer(status="live"), jana)
    course.match_fulfil(match=match, by="seeker", actor=NOBODY)
    before = cells()
    with scopes_disabled():
        person_leave(person=match.offer.person, actor=Actor.bearer(match.offer.person))
    assert cells() == before


def test_two_who_help_with_one_need_make_one_need_helped(ask, make_offer, jana, categories):
    categories["textbooks"].divisible = True
    categories["textbooks"].save()
    need = ask(quantity=2, people=2)
    for email in ("a@example.org", "b@example.org"):
        match = shared(need, make_offer(status="live", email=email), jana)
        course.match_fulfil(match=match, by="seeker", actor=NOBODY)
        with scopes_disabled():  # even when nothing of the first help is left
            person_leave(person=match.offer.person, actor=Actor.bearer(match.offer.person))
    counted = totals()
    assert (counted["given"], counted["helped"], counted["helped_people"]) == (2, 1, 2)


def test_what_is_confirmed_or_fulfilled_twice_is_counted_once(ask, make_offer, jana):
    need = ask()
    need_confirm(need=need, actor=NOBODY)
    match = shared(need, make_offer(status="live"), jana)
    course.match_fulfil(match=match, by="seeker", actor=NOBODY)
    with pytest.raises(course.NotPossible):
        course.match_fulfil(match=match, by="helper", actor=NOBODY)
    assert totals()["asked"] == totals()["given"] == totals()["helped"] == 1


def test_what_is_undone_was_never_counted(ask, make_offer, jana):
    match = shared(ask(), make_offer(status="live"), jana)
    before = totals()
    course.match_arrange(match=match, by="staff", actor=jana)
    assert totals()["arranged"] == 1
    proposals.match_undo(match=loaded(match), actor=jana)
    assert totals() == before


def test_a_proposal_dismissed_is_no_end_of_what_anybody_knew(ask, make_offer, jana):
    match = proposals.match_propose(need=ask(), offer=make_offer(status="live"), actor=jana)
    proposals.match_dismiss(match=match, actor=jana)
    assert totals() == {"asked": 1, "people": 1, "proposed": 1}


def test_who_asks_one_helper_counts_where_the_help_is(make_offer, categories, plzen):
    offer = make_offer("textbooks", status="live")
    offer.kinds.update(public=True)
    match = need_submit(
        offer=offer, category=categories["textbooks"], text="x", email=OLENA, language="uk",
        once="1", actor=NOBODY,
    )  # fmt: skip
    assert totals() == {}
    ask_confirm(match=match, actor=NOBODY)
    ask_confirm(match=match, actor=NOBODY)
    match_withdraw(match=loaded(match), actor=NOBODY)
    assert totals() == {"asked": 1, "people": 1, "told": 1, "withdrawn": 1}
    assert set(Tally.objects.filter(by="").values_list("region", flat=True)) == {plzen.region_id}


def test_an_offer_counts_once_and_once_for_each_kind(make_offer):
    offer = make_offer("textbooks", "tutoring", status="unconfirmed")
    offer_confirm(offer=offer, actor=NOBODY)
    offer_confirm(offer=offer, actor=NOBODY)
    assert totals() == {"offers": 1, "kinds": 2}


def test_what_tells_needs_apart_is_of_the_month_and_of_nothing_else(ask):
    with time_machine.travel("2026-03-17 12:00"):
        ask(urgency=0)
    apart = Tally.objects.exclude(by="")
    assert apart.filter(measure=Measure.ASKED).count() == 3
    assert set(apart.values_list("day", "category", "region")) == {(date(2026, 3, 1), None, None)}
    assert apart.get(by="urgency", measure=Measure.ASKED).value == "0"


def test_days_waited(ask, make_offer, jana):
    with time_machine.travel("2026-03-17 12:00"):
        need, offer = ask(), make_offer(status="live")
    with time_machine.travel("2026-03-29 12:00"):
        shared(need, offer, jana)
    assert Tally.objects.get(by="waited").value == "12"


def test_an_own_need_of_an_organisation_counts_at_once(categories, jana):
    draft = NeedDraft(category=categories["textbooks"], text="")
    for _press in range(2):
        need_post_own(draft=draft, once="1", actor=jana)
    assert totals() == {"asked": 1, "people": 1}


def test_folding_adds_up_and_never_doubles(ask):
    with time_machine.travel("2026-03-17 12:00"):
        for number in range(3):
            ask(email=f"{number}@example.org")
    before = cells()
    assert tallies_fold(today=date(2026, 3, 17)) == 0  # the day is not over
    assert tallies_fold(today=date(2026, 3, 18)) == 4  # days, not yet the month
    assert tallies_fold(today=date(2026, 4, 1)) == 12
    assert tallies_fold(today=date(2026, 4, 1)) == 0
    assert cells() == before
    assert Tally.objects.get(by="", measure=Measure.ASKED).number == 3


def test_counting_rows_gives_what_was_counted_as_it_happened(ask, make_offer, jana, categories):
    offer = make_offer("textbooks", "tutoring", status="unconfirmed", capacity=9)
    offer_confirm(offer=offer, actor=NOBODY)
    offer.kinds.update(public=True)
    first = shared(ask(people=2), make_offer(status="live", email="a@example.org"), jana)
    course.match_fulfil(match=first, by="seeker", actor=NOBODY)
    second = shared(ask(email="b@example.org"), make_offer(status="live", email="c@e.org"), jana)
    course.match_fail(match=second, by="staff", reason="other", actor=jana)
    with scopes_disabled():
        offers = [first.offer, second.offer]
        type(offer).objects.filter(pk__in=[one.pk for one in offers]).update(confirmed_at=None)
    before = cells()
    history_rebuild(today=timezone.localdate())
    assert cells() == before
    history_rebuild(today=timezone.localdate())
    assert cells() == before


def test_what_repeats_is_asked_for_and_helped_once(ask, make_offer, jana):
    first = ask()
    with scopes_disabled():
        fields = {"category", "municipality", "organisation", "person"}
        later = Need.objects.create(
            **{name: getattr(first, name) for name in fields},
            status=Need.Status.OPEN,
            confirmed_at=timezone.now(),
            seeks=True,
            language="uk",
            once=f"{Need.LATER}{first.pk}",
        )
    for need, email in ((first, "a@example.org"), (later, "b@example.org")):
        match = shared(need, make_offer(status="live", email=email), jana)
        course.match_fulfil(match=match, by="seeker", actor=NOBODY)
    told = totals()
    assert (told[Measure.ASKED], told[Measure.HELPED], told[Measure.GIVEN]) == (1, 1, 2)
    before = {key: number for key, number in cells().items() if key[1] != Measure.KINDS}
    history_rebuild(today=timezone.localdate())
    after = cells()
    assert {key: after[key] for key in before if key[1] != Measure.OFFERS} == {
        key: number for key, number in before.items() if key[1] != Measure.OFFERS
    }


def test_history_is_counted_once(ask, make_offer):
    with time_machine.travel("2026-03-17 12:00"):
        ask()
    counted = cells()
    Tally.objects.all().delete()  # as if nobody had counted on that day
    with time_machine.travel("2026-03-18 12:00"):
        ask(email="b@example.org")
    counted += cells()
    assert history_count(today=date(2026, 3, 20)) == 8
    call_command("statistics_history")
    assert cells() == counted


def test_nothing_counted_holds_an_id_or_a_time(ask):
    ask()
    names = {field.name for field in Tally._meta.get_fields()}
    assert names == {
        "id", "day", "measure", "by", "value", "category", "region", "organisation", "number",
    }  # fmt: skip
    assert {type(day) for day in Tally.objects.values_list("day", flat=True)} == {date}
    assert timedelta(0) <= timezone.localdate() - Tally.objects.filter(by="").first().day
