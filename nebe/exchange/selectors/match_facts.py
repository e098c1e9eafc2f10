"""What the two sides may know of each other's need and offer before they agree."""

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.texts import contacts
from nebe.core.texts.translated import pick

from ..languages import names
from ..models import Match, Message, Question
from .need_times import times_in_words
from .need_worklist import need_answers_said
from .offers import Answer, answers_of


def facts_for(match: Match, side: str) -> list[Answer]:
    """Of the other side's need or offer: no contact, nothing nearer than a municipality, and
    nothing that the kind of help keeps for coordinators."""
    facts = _of_need(match) if side == Message.Side.HELPER else _of_offer(match)
    return [fact for fact in facts if fact.texts and any(fact.texts)]


def _of_need(match: Match) -> list[Answer]:
    need = match.need
    questions = Question.objects.filter(category=need.category_id, public=True, active=True)
    answers = need_answers_said(need, questions.exclude(need_label={}))
    return [
        Answer(_("Kind of help"), [str(pick(need.category.name, get_language()))]),
        Answer(_("Place"), [str(need.municipality or "")]),
        Answer(_("Where to"), [str(need.to_municipality or "")]),
        Answer(_("At what time"), [time_format(need.at_time)] if need.at_time else []),
        Answer(_("For how many people"), [str(need.people)]),
        Answer(_("How many of yours"), [str(match.units)] if need.quantity > 1 else []),
        Answer(_("From"), _day(need.needed_from)),
        Answer(_("Until"), _day(need.needed_until)),
        Answer(
            _("How often"), [times_in_words(need.repeats, need.weekdays)] if need.repeats else []
        ),
        Answer(_("Languages"), names(need.languages)),
        *(Answer(answer.label, [_held_back(text) for text in answer.texts]) for answer in answers),
    ]


def _of_offer(match: Match) -> list[Answer]:
    offer, language = match.offer, get_language() or "en"
    answers = answers_of(offer, [match.need.category], language=language)
    places = [str(place.municipality) for place in offer.places.select_related("municipality")]
    return [
        Answer(_("Offer"), [_held_back(offer.text)]),
        Answer(_("Place"), places),
        Answer(_("From"), _day(offer.available_from)),
        Answer(_("Until"), _day(offer.available_until)),
        Answer(_("Languages"), names(offer.languages)),
        *(Answer(answer.label, [_held_back(text) for text in answer.texts]) for answer in answers),
    ]


def _day(day) -> list[str]:
    return [date_format(day)] if day else []


def _held_back(text: str) -> str:
    return contacts.mask(text, _("[contact not shown yet]"))
