"""New calls as Atom and RSS, narrowed as the list is."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from nebe.core.mail.addresses import absolute
from nebe.core.texts.controls import without_controls

from ..models import Call, CallTerm
from . import terms
from .finding import CallQuestion, calls_found, question_of, question_words, whole
from .words import deadline_words

LONGEST = 30


class AtomFeed(Atom1Feed):
    def item_attributes(self, item: dict) -> dict:
        return {"xml:lang": item["language"]}


class CallsFeed(Feed):
    feed_type: type[SyndicationFeed] = AtomFeed
    name = "projects:calls_feed"
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest) -> CallQuestion:
        return question_of(request.GET)

    def author_name(self, question: CallQuestion) -> str:
        """Who answers for it, as Atom wants to know."""
        return settings.NETWORK_NAME

    def title(self, question: CallQuestion) -> str:
        return _("Funding calls") + f": {', '.join(question_words(question))}"

    def subtitle(self, question: CallQuestion) -> str:
        return _("Money for integration: new calls and their deadlines")

    description = subtitle

    def link(self, question: CallQuestion) -> str:
        return with_query(absolute("projects:calls"), question)

    def feed_url(self, question: CallQuestion) -> str:
        return with_query(absolute(self.name), question)

    feed_guid = feed_url

    def items(self, question: CallQuestion) -> list[Call]:
        found = calls_found(question, now=timezone.now())
        return list(whole(found).order_by("-published_at", "slug")[:LONGEST])

    def item_title(self, call: Call) -> str:
        return without_controls(str(call.name))

    def item_description(self, call: Call) -> str:
        words = f"{call.about} {deadline_words(call, timezone.now())}"
        return without_controls(words).strip()

    def item_link(self, call: Call) -> str:
        return absolute("projects:call", call.slug)

    def item_guid(self, call: Call) -> str:
        return call.pk.urn

    def item_pubdate(self, call: Call) -> datetime | None:
        return call.published_at

    def item_updateddate(self, call: Call) -> datetime:
        return call.updated_at

    def item_categories(self, call: Call) -> list[str]:
        return terms.names(CallTerm.Kind.THEME, call.codes(CallTerm.Kind.THEME))

    def item_extra_kwargs(self, call: Call) -> dict:
        return {"language": call.name.language}


class CallsRss(CallsFeed):
    feed_type = Rss201rev2Feed
    name = "projects:calls_rss"


def with_query(address: str, question: CallQuestion) -> str:
    return address if question.is_everything else f"{address}?{question.query}"
