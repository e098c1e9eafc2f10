"""Someone asks for help: a need and its first match, kept until they confirm."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.persons import person_get_or_create
from nebe.core.privacy.audit import audit

from .. import mails
from ..codes import code_index, code_make
from ..limits import ask_limits_check
from ..models import Category, Match, Need, Offer
from ..safeguarding.tasks import need_watch_job
from ..safeguarding.watch import need_is_held
from ..selectors.bans import is_banned, is_restricted
from ..selectors.blocks import is_blocked
from ..states import By
from ..statistics.tally import need_count
from .matches import match_move, match_withdraw
from .need_times import newest_end


def need_submit(
    *,
    offer: Offer,
    category: Category,
    text: str,
    email: str = "",
    name: str = "",
    language: str,
    once: str,
    actor: Actor,
) -> Match:
    """Keep a request for this offer; the same `once` gives the same one.

    With an e-mail the confirmation is mailed. Without one the caller shows `code_make(once)`.
    """
    with scope(organisation=offer.controller_id):
        try:
            with transaction.atomic():
                return _first(once) or _create(
                    offer, category, text, email, name, language, once, actor
                )
        except IntegrityError:
            if found := _first(once):
                return found
            raise


def _first(once: str) -> Match | None:
    return Match.objects.filter(need__once=once).select_related("need", "offer").first()


def _create(offer, category, text, email, name, language, once, actor) -> Match:
    person = person_get_or_create(
        email=email, name=name, language=language, controller=offer.controller
    )
    ask_limits_check(person=person, offer=offer)
    need = Need.objects.create(
        person=person,
        organisation=offer.controller,
        category=category,
        text=text,
        language=language,
        once=once,
        code_index="" if email else code_index("need", code_make(once)),
    )
    match = Match.objects.create(need=need, offer=offer, organisation=offer.controller)
    audit(action="need.submit", actor=actor, row=need)
    if email:
        mails.ask_confirm_send(match)
    return match


def ask_confirm(*, match: Match, actor: Actor) -> bool:
    """The person asking has confirmed: the helper is told. False when that was done before.

    Raises `NotPossible` when the offer is no longer there to be asked, or the person may not ask.
    Where a contact is known of someone who is banned, the helper is told once it was looked at.
    """
    with scope(organisation=match.organisation_id), transaction.atomic():
        if match.need.status == Need.Status.HELD:
            return False
        if not _is_askable(match):
            raise NotPossible
        if match.status == Match.Status.UNCONFIRMED and need_hold(need=match.need, actor=actor):
            return True
        return _ask(match, actor)


def _ask(match: Match, actor: Actor) -> bool:
    now, asked = timezone.now(), Match.Status.ASKED
    if not match_move(match=match, to=asked, by=By.SEEKER, actor=actor, asked_at=now):
        return False
    match.refresh_from_db()
    fresh = Need.objects.filter(pk=match.need_id, status=Need.Status.UNCONFIRMED)
    if fresh.update(status=Need.Status.OPEN, confirmed_at=now):
        need_count(match.need_id, offer_id=match.offer_id)
    match.need.refresh_from_db()
    audit(action="need.confirm", actor=actor, row=match.need)
    need_watch_job.enqueue(match.need_id)
    mails.asked_send(match)
    return True


def need_hold(*, need: Need, actor: Actor) -> bool:
    """To be asked when a person confirms a need: whether it waits for who looks into it.

    So it does where a banned person's contact is in it. Raises `NotPossible` for someone who may
    not ask for more.
    """
    if need_is_held(need):
        fresh = Need.objects.filter(pk=need.pk, status=Need.Status.UNCONFIRMED)
        if fresh.update(status=Need.Status.HELD, confirmed_at=timezone.now()):
            asked = need.matches.values_list("offer", flat=True).first()
            need_count(need.pk, offer_id=asked)
            audit(action="need.hold", actor=actor, row=need)
        need.refresh_from_db()
        return True
    if is_restricted(need.person):
        raise NotPossible(
            _("You cannot ask for more at the moment. If you think that is wrong, complain.")
        )
    return False


def need_release(*, need: Need, actor: Actor) -> None:
    """It was looked at: it is open, the helpers who were asked are told, the search begins.

    Not that of someone banned: it ends.
    """
    if is_banned(need.person):
        need_close_held(need=need, actor=actor)
        return
    if not Need.objects.filter(pk=need.pk, status=Need.Status.HELD).update(status=Need.Status.OPEN):
        return
    need.refresh_from_db()
    audit(action="need.release", actor=actor, row=need)
    waiting = need.matches.filter(status=Match.Status.UNCONFIRMED)
    for match in waiting.select_related("need__person", "offer__person"):
        if _is_askable(match):
            _ask(match, actor)
    if need.seeks:
        from .need_posting import search_begin

        search_begin(need)


def need_close_held(*, need: Need, actor: Actor) -> None:
    """It was looked at and goes no further."""
    held = Need.objects.filter(pk=need.pk, status=Need.Status.HELD)
    if held.update(status=Need.Status.WITHDRAWN, closed_at=timezone.now()):
        audit(action="need.close", actor=actor, row=need, reason="safeguarding")


def _is_askable(match: Match) -> bool:
    if is_blocked(match.need.person_id, match.offer.person_id):
        return False
    if match.status != Match.Status.UNCONFIRMED:
        return True
    kinds = match.offer.kinds.filter(category=match.need.category_id, public=True)
    return Offer.objects.filter(pk=match.offer_id, status=Offer.Status.LIVE).exists() and (
        kinds.exists()
    )


def need_withdraw(*, need: Need, actor: Actor) -> None:
    """The person asking takes everything of this request back; each helper is told.

    Of what repeats, no other time follows then.
    """
    with scope(organisation=need.organisation_id), transaction.atomic():
        over = (*Match.ENDED, Match.Status.FULFILLED)  # help that was given stays given
        for match in need.matches.exclude(status__in=over).select_related("offer__person"):
            match_withdraw(match=match, actor=actor)
        Need.objects.filter(pk=need.pk).exclude(status=Need.Status.WITHDRAWN).update(
            status=Need.Status.WITHDRAWN, closed_at=timezone.now()
        )
        audit(action="need.withdraw", actor=actor, row=need)
        newest_end(need=need, actor=actor)
