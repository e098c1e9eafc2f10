"""Placeholders in the texts that coordinators keep: a closed list, filled by plain replacing.

What they stand for is typed by people, so it is never read as a template: a name that looks like
a placeholder stays what it is.
"""

import re
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from nebe.core.mail.addresses import absolute
from nebe.core.people.models import Organisation, Person
from nebe.core.texts.translated import pick

from .models import Match, Need, Offer

PLACEHOLDERS = {
    "first_name": gettext_lazy("first name of the person"),
    "kind_of_help": gettext_lazy("kind of help"),
    "place": gettext_lazy("town"),
    "organisation": gettext_lazy("your organisation"),
    "link": gettext_lazy("link to the person's own page"),
}
# With the comma and the space before it, which go where nothing is known.
_KNOWN = re.compile(r"(?P<before>[,،]? ?)\{(?P<name>" + "|".join(PLACEHOLDERS) + r")\}")
_BRACKETS = re.compile(r"\{[^{}\n]{0,40}\}?|\}")
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_LONGEST = 200  # characters of what is filled in


@dataclass(frozen=True)
class Filling:
    """What stands for the placeholders; empty where it is not known."""

    first_name: str = ""
    kind_of_help: str = ""
    place: str = ""
    organisation: str = ""
    link: str = ""


def placeholders_unknown(text: str) -> list[str]:
    """Everything in curly brackets that stands for nothing, as it was written."""
    return list(dict.fromkeys(_BRACKETS.findall(_KNOWN.sub("\n", text))))


def addresses_in(text: str) -> list[str]:
    """Web addresses: a mail has one link only, and that one is ours."""
    return _ADDRESS.findall(text)


def fill(text: str, filling: Filling, language: str) -> str:
    """`text` with what is known, and words that fit everywhere for what is not."""
    values = {name: value[:_LONGEST] for name, value in asdict(filling).items()}
    values["link"] = filling.link
    with override(language):
        otherwise = {
            "kind_of_help": _("help"),
            "place": _("your town"),
            "organisation": settings.NETWORK_NAME,
            "link": absolute("exchange:my_door"),
        }

    def one(found: re.Match) -> str:
        value = values[found["name"]] or otherwise.get(found["name"], "")
        return found["before"] + value if value else ""

    return _KNOWN.sub(one, text)


def filling_for_offer(
    offer: Offer, organisation: Organisation, language: str, link: str = ""
) -> Filling:
    """Reads the person's name: for the organisation that has taken the offer on."""
    kinds = [str(pick(category.name, language)) for category in offer.categories.all()]
    places = [place.municipality.name for place in offer.places.all()]
    return Filling(
        first_name=first_name(offer.person),
        kind_of_help=", ".join(kinds),
        place=", ".join(places),
        organisation=organisation.name,
        link=link,
    )


def filling_for_need(need: Need, organisation: Organisation, language: str) -> Filling:
    return Filling(
        first_name=first_name(need.person),
        kind_of_help=str(pick(need.category.name, language)),
        place=need.municipality.name if need.municipality else "",
        organisation=organisation.name,
    )


def filling_for_match(match: Match, organisation: Organisation, language: str) -> Filling:
    """For both sides at once: no name, no one's own page; where help is given, as everyone reads
    it of the offer.
    """
    places = [place.municipality.name for place in match.offer.places.all()]
    return Filling(
        kind_of_help=str(pick(match.need.category.name, language)),
        place=", ".join(places),
        organisation=organisation.name,
    )


def filling_invented(organisation: Organisation, kind: str) -> Filling:
    """For a look at a template, of nobody."""
    return Filling("Olena", kind, "Plzeň", organisation.name)


def first_name(person: Person) -> str:
    """The first word of the name that is no title; in Vietnamese the given name stands last."""
    words = [word for word in person.name.split() if not word.endswith(".")]
    return words[-1 if person.language == "vi" else 0] if words else ""
