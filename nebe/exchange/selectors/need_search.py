"""Needs by words in any language: by names and synonyms of kinds of help, by stems, and by sentence
vectors where the extra is installed.

Nobody finds a need by what they may not read of it: what is sealed counts for its handler alone.
"""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.people.actors import StaffActor
from nebe.core.texts import normalise

from ..fit import FOUND, likeness_to
from ..models import Need
from ..need_vectors import kept_vector, public_vector, text_of
from ..search.words import query_words
from .need_worklist import handles

SEARCHED = 300  # needs of one search: the first in the list's order

Readable = Callable[[Need], tuple[list[str], bytes]]  # texts, and the vector of what they mean


def needs_searched(needs: QuerySet[Need], text: str, actor: StaffActor) -> tuple[list[Need], bool]:
    """Of a worklist's first needs those that fit, and whether there are more than were looked at.

    `needs` come with category, municipality and organisation.
    """
    listed = list(needs[: SEARCHED + 1])
    looked = listed[:SEARCHED]
    ours = [need.pk for need in looked if handles(actor, need)]
    with scopes_disabled():  # `needs` is what the actor sees
        read = Need.objects.filter(pk__in=ours).only("person", "text", "text_vector")
        own = {need.pk: need for need in reveal(read)}

    def readable(need: Need) -> tuple[list[str], bytes]:
        sealed = own.get(need.pk)
        if sealed is None or not text_of(sealed):
            return [need.public_text], public_vector(need)
        return [need.public_text, text_of(sealed)], kept_vector(sealed)

    return fitting(looked, text, readable), len(listed) > SEARCHED


def needs_public_searched(needs: Iterable[Need], text: str) -> list[Need]:
    """By what everyone may read of them; they come with their municipality."""
    return fitting(list(needs), text, lambda need: ([need.public_text], public_vector(need)))


def fitting(needs: Sequence[Need], text: str, readable: Readable) -> list[Need]:
    """Those that hold every word, or mean the same; the most alike first, others as they came."""
    words = query_words(text)
    read = [readable(need) for need in needs]
    likeness = likeness_to(text, [vector for _texts, vector in read])
    found = [
        (need, alike)
        for need, (texts, _vector), alike in zip(needs, read, likeness, strict=True)
        if alike >= FOUND or _holds(need, texts, words)
    ]
    return [need for need, _alike in sorted(found, key=lambda one: -one[1])]


def _holds(need: Need, texts: list[str], words: list[tuple[str, set[str]]]) -> bool:
    """Each word is there, or stands for the kind of help."""
    town = need.municipality
    names = [town.name, *town.names.values()] if town else []
    held = {token for one in (*texts, *names) for token in normalise.tokens(one)}
    return bool(words) and all(word in held or need.category_id in kinds for word, kinds in words)
