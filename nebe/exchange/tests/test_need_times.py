"""What is needed again and again: each time is a need of its own."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Role
from nebe.core.privacy.retention import retain
from nebe.exchange.codes import code_indexes
from nebe.exchange.models import Match, Need
from nebe.exchange.selectors.matches import person_of_code
from nebe.exchange.services.bans import ban_lift, person_ban
from nebe.exchange.services.need_posting import (
    NeedDraft,
    need_card_make,
    need_code,
    need_post_own,
    need_update,
)
from nebe.exchange.services.need_times import (
    day_after,
    need_next_open,
    need_repeat_end,
    needs_repeat,
    next_days,
    on_its_day,
)
from nebe.exchange.services.needs import need_withdraw
from nebe.exchange.services.still_true import need_is_true

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SYSTEM = Actor.system()
TUESDAY, THURSDAY = 1, 3
WEEKLY, MONTHLY = Need.Repeats.WEEKLY, Need.Repeats.MONTHLY


@pytest.fixture
def network(cast):
    return cast.office


def actor_of(cast) -> Actor:
    return Actor(user=cast.jana, organisation=cast.pomoc)


def post(cast, categories, plzen, **fields) -> Need:
    values = {"repeats": WEEKLY, "weekdays": [TUESDAY]} | fields
    draft = NeedDraft(
        category=categories["interpreting"], text="An interpreter", municipality=plzen, **values
    )
    return need_post_own(draft=draft, once="once-1", actor=actor_of(cast))


def meet(need: Need) -> None:
    with scopes_disabled():
        Need.objects.filter(pk=need.pk).update(status=Need.Status.MET, found=need.quantity)


def repeat(now=None) -> int:
    with scopes_disabled():
        return needs_repeat(now=now or timezone.now(), actor=SYSTEM)


def all_needs() -> list[Need]:
    with scopes_disabled():
        return list(Need.objects.order_by("needed_from"))


def test_it_works(cast, categories, plzen):
    need = post(cast, categories, plzen, deliver_to="Školní 4")
    assert need.needed_from == need.needed_until
    assert need.needed_from.weekday() == TUESDAY
    assert repeat() == 0  # this one is not met yet
    meet(need)
    assert repeat() == 1
    first, second = all_needs()
    assert second.needed_from == first.needed_from + timedelta(days=7)
    assert (second.status, second.found, second.follows_id) == ("open", 0, first.pk)
    assert (second.text, second.deliver_to) == ("An interpreter", "Školní 4")
    assert repeat() == 0  # once only


def test_a_day_that_passed_is_over_and_the_next_opens(cast, categories, plzen):
    need = post(cast, categories, plzen)
    later = timezone.now() + timedelta(days=20)
    assert repeat(later) == 1
    first, second = all_needs()
    assert first.status == Need.Status.EXPIRED
    assert timezone.localdate(later) <= second.needed_from
    assert second.needed_from.weekday() == TUESDAY
    assert need.pk == first.pk


def test_what_is_taken_back_or_ended_does_not_go_on(cast, categories, plzen):
    need = post(cast, categories, plzen)
    meet(need)
    need_repeat_end(need=need, actor=actor_of(cast))
    need_repeat_end(need=need, actor=actor_of(cast))
    assert repeat() == 0
    with scopes_disabled():
        Need.objects.update(repeats_ended_at=None, status=Need.Status.WITHDRAWN)
    assert repeat() == 0


def test_it_ends_with_its_last_day(cast, categories, plzen):
    today = timezone.localdate()
    need = post(cast, categories, plzen, needed_until=today + timedelta(days=7))
    assert next_days(need, 4, today) == []
    meet(need)
    assert repeat() == 0


def test_several_weekdays_follow_one_another():
    monday = date(2026, 11, 30)
    draft = NeedDraft(
        category=None, text="", repeats=WEEKLY, weekdays=[TUESDAY, THURSDAY], needed_from=monday
    )
    first = on_its_day(draft, monday)
    assert first.needed_from == date(2026, 12, 1)
    second = day_after(first.needed_from, WEEKLY, [TUESDAY, THURSDAY])
    assert second == date(2026, 12, 3)
    assert day_after(second, WEEKLY, [TUESDAY, THURSDAY]) == date(2026, 12, 8)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_every_month(day, following):
    assert day_after(day, MONTHLY, []) == following


def test_without_a_weekday_it_is_a_week_later():
    assert day_after(date(2026, 11, 26), WEEKLY, []) == date(2026, 12, 3)


def test_what_is_needed_once_keeps_its_days(cast, categories, plzen):
    day = timezone.localdate() + timedelta(days=9)
    need = post(cast, categories, plzen, repeats="", needed_until=day)
    assert (need.needed_from, need.needed_until, need.weekdays) == (None, day, [])
    meet(need)
    assert repeat() == 0


def test_changing_it_moves_the_day(cast, categories, plzen):
    need = post(cast, categories, plzen)
    draft = NeedDraft(
        category=need.category, text="Two interpreters", municipality=plzen, quantity=2,
        repeats=WEEKLY, weekdays=[THURSDAY],
    )  # fmt: skip
    need_update(need=need, draft=draft, actor=actor_of(cast))
    [changed] = all_needs()
    assert changed.needed_from.weekday() == THURSDAY


def test_the_page_shows_the_next_days_and_ends_it(cast, client_for, categories, plzen):
    need = post(cast, categories, plzen)
    jana = client_for(cast.jana)
    url = reverse("exchange_staff:need", args=[need.pk])
    page = jana.get(url).content.decode()
    assert "Every week: Tuesday" in page
    assert "The next times:" in page
    assert page.count("End the repeating") == 1
    jana.post(reverse("exchange_staff:need_act", args=[need.pk, "repeat-end"]))
    page = jana.get(url).content.decode()
    assert "This is the last time" in page
    assert "End the repeating" not in page


def test_another_organisation_cannot_end_it(cast, client_for, categories, plzen):
    need = post(cast, categories, plzen)
    act = reverse("exchange_staff:need_act", args=[need.pk, "repeat-end"])
    assert client_for(cast.marta).post(act).status_code == 404
    assert Client().post(act).status_code == 302
    with scope(organisation=cast.pomoc):
        assert Need.objects.get().repeats_ended_at is None


def test_the_job_runs_every_night(cast, categories, plzen):
    from nebe.exchange.tasks import needs_repeat_job

    meet(post(cast, categories, plzen))
    needs_repeat_job()
    assert len(all_needs()) == 2


def test_silence_ends_it_and_a_late_yes_is_about_the_newest(cast, categories, plzen):
    from nebe.exchange.services.still_true import UNANSWERED

    first = post(cast, categories, plzen)
    asked = timezone.now() + timedelta(hours=1)
    with scopes_disabled():
        Need.objects.update(still_asked_at=asked)
    meet(first)
    assert repeat() == 1
    second = all_needs()[1]
    with scopes_disabled():
        assert Need.objects.filter(UNANSWERED, pk=second.pk).exists()
        Need.objects.filter(pk=second.pk).update(status=Need.Status.EXPIRED)
    assert repeat() == 0  # nobody answered
    need_is_true(need=first, actor=actor_of(cast))
    first, second = all_needs()
    assert (first.status, second.status) == ("met", "open")


def change(need: Need, **fields) -> Need:
    with scopes_disabled():
        Need.objects.filter(pk=need.pk).update(**fields)
        return Need.objects.get(pk=need.pk)


def followed(cast, categories, plzen, **fields) -> tuple[Need, Need]:
    """A time that was met, and the open one after it."""
    meet(post(cast, categories, plzen, **fields))
    assert repeat() == 1
    first, second = all_needs()
    return first, second


def ban(need: Need, cast):
    return person_ban(
        person=need.person, cause="exploitation", reason="Asked for work in return",
        review_on=timezone.localdate() + timedelta(days=90), actor=actor_of(cast),
    )  # fmt: skip


def test_nothing_of_someone_banned_goes_on_nor_after_it_is_lifted(cast, categories, plzen):
    need = post(cast, categories, plzen)
    meet(need)
    row = ban(need, cast)
    assert change(need).repeats_ended_at
    change(need, repeats_ended_at=None)
    assert repeat() == 0  # of a row that somebody met meanwhile, too
    ban_lift(ban=row, reason="It was a mistake", actor=actor_of(cast))
    assert repeat() == 1


def test_lifting_a_ban_revives_nothing(cast, categories, plzen):
    need = post(cast, categories, plzen)
    meet(need)
    ban_lift(ban=ban(need, cast), reason="It was a mistake", actor=actor_of(cast))
    assert repeat() == 0


@pytest.mark.parametrize("how", [need_withdraw, need_repeat_end])
def test_what_ended_does_not_come_back_when_it_is_deleted(cast, categories, plzen, how):
    first, second = followed(cast, categories, plzen)
    how(need=second, actor=actor_of(cast))
    with scopes_disabled():
        second.delete()
    assert repeat() == 0
    with pytest.raises(NotPossible):
        need_repeat_end(need=first, actor=actor_of(cast))
    change(first, status=Need.Status.EXPIRED)
    with pytest.raises(NotPossible):
        need_is_true(need=first, actor=actor_of(cast))


def test_two_workers_open_one(cast, categories, plzen):
    meet(post(cast, categories, plzen))
    [need], now = all_needs(), timezone.now()
    with scopes_disabled():
        assert need_next_open(need=need, now=now, actor=SYSTEM)
        assert need_next_open(need=need, now=now, actor=SYSTEM) is None
    assert len(all_needs()) == 2


@pytest.mark.parametrize(
    "meanwhile", [{"repeats_ended_at": timezone.now()}, {"status": Need.Status.WITHDRAWN}]
)
def test_what_is_ended_while_the_job_runs_is_not_followed(cast, categories, plzen, meanwhile):
    meet(post(cast, categories, plzen))
    [need] = all_needs()
    change(need, **meanwhile)
    with scopes_disabled():
        assert need_next_open(need=need, now=timezone.now(), actor=SYSTEM) is None


def test_a_time_that_was_met_is_a_sign_of_life(cast, categories, plzen):
    old, met_at = timezone.now() - timedelta(days=370), timezone.now() - timedelta(hours=3)
    need = post(cast, categories, plzen)
    meet(change(need, confirmed_at=old, created_at=old, closed_at=met_at))
    assert repeat() == 1
    second = all_needs()[1]
    assert second.still_true_at == met_at
    list(retain(now=timezone.now()))
    assert change(second).status == "open"


def test_a_day_that_passed_is_none(cast, categories, plzen):
    old = timezone.now() - timedelta(days=100)
    change(post(cast, categories, plzen), confirmed_at=old)
    assert repeat(timezone.now() + timedelta(days=20)) == 1
    assert all_needs()[1].still_true_at == old


def test_ending_an_older_time_ends_the_newest(cast, categories, plzen):
    first, second = followed(cast, categories, plzen)
    need_repeat_end(need=first, actor=actor_of(cast))
    second = change(second)
    assert second.repeats_ended_at
    assert second.status == "open"
    meet(second)
    assert repeat() == 0


def test_taking_an_older_time_back_ends_the_newest(cast, categories, plzen):
    first, second = followed(cast, categories, plzen)
    need_withdraw(need=first, actor=actor_of(cast))
    assert change(first).status == "withdrawn"
    assert change(second).repeats_ended_at
    meet(second)
    assert repeat() == 0


def test_only_the_newest_has_the_button(cast, client_for, categories, plzen):
    jana = client_for(cast.jana)
    first, second = followed(cast, categories, plzen)
    for need, buttons in ((first, 0), (second, 1)):
        page = jana.get(reverse("exchange_staff:need", args=[need.pk])).content.decode()
        assert page.count("End the repeating") == buttons
        assert page.count("The next times:") == buttons


def test_nobody_ends_what_goes_on_elsewhere(cast, categories, plzen):
    first, second = followed(cast, categories, plzen)
    change(second, organisation=cast.breh)
    staff = Actor(user=cast.jana, organisation=cast.pomoc, roles=frozenset([Role.COORDINATOR]))
    with pytest.raises(NotPossible):
        need_repeat_end(need=first, actor=staff)
    need_repeat_end(need=first, actor=Actor.bearer(first.person))
    assert change(second).repeats_ended_at


def card_of(cast, need: Need) -> str:
    need_card_make(need=need, actor=actor_of(cast))
    return need_code(need)


def opens(code: str) -> bool:
    list(retain(now=timezone.now()))
    return person_of_code(code_indexes("need", code)) is not None


def test_a_card_lives_as_long_as_what_repeats(cast, categories, plzen, make_offer):
    first, second = followed(cast, categories, plzen)
    code = card_of(cast, first)
    long_ago = timezone.now() - timedelta(days=181)
    change(first, closed_at=long_ago)
    assert opens(code)
    change(second, status=Need.Status.MET, closed_at=timezone.now())
    assert opens(code)  # tonight the next one opens
    with scopes_disabled():
        match = Match.objects.create(
            need=second, offer=make_offer(), organisation=second.organisation, status="arranged"
        )
    change(second, repeats_ended_at=timezone.now())
    assert opens(code)  # what was agreed goes on
    with scopes_disabled():
        match.delete()
    assert not opens(code)
    assert len(all_needs()) == 1


def test_two_cards_do_not_keep_one_another(cast, categories, plzen):
    first, second = followed(cast, categories, plzen)
    codes = [card_of(cast, need) for need in (first, second)]
    change(second, status=Need.Status.MET)
    for need in (first, second):
        change(need, closed_at=timezone.now() - timedelta(days=181))
    assert not any(opens(code) for code in codes)


def test_a_card_in_a_running_series_does_not_die_after_years(cast, categories, plzen):
    first, second = followed(cast, categories, plzen)
    code = card_of(cast, first)
    years_ago = timezone.now() - timedelta(days=1096)
    change(first, closed_at=years_ago, created_at=years_ago)
    assert opens(code)
    change(second, status=Need.Status.MET, closed_at=timezone.now())
    assert opens(code)  # tonight the next one opens
    change(second, repeats_ended_at=timezone.now())
    assert not opens(code)
    assert [need.pk for need in all_needs()] == [second.pk]


def test_cards_of_years_ago_do_not_keep_one_another(cast, categories, plzen):
    """Not even with something agreed on that nobody ever said the end of."""
    needs = followed(cast, categories, plzen)
    codes = [card_of(cast, need) for need in needs]
    for need in needs:
        years_ago = timezone.now() - timedelta(days=1096)
        change(need, status=Need.Status.MET, closed_at=years_ago, repeats_ended_at=years_ago)
    assert not any(opens(code) for code in codes)
    assert not all_needs()
