"""New projects of any selection as Atom and RSS."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from nebe.core.mail.addresses import absolute
from nebe.core.texts.controls import without_controls

from ..models import Project
from ..selectors.explorer import Question, question_of
from ..selectors.phrases import phrase_of
from ..selectors.selection import Selection

LONGEST = 30


class Wanted:
    """A selection, and its address without what is no part of it."""

    def __init__(self, parameters):
        self.question: Question = question_of(parameters)
        query = parameters.urlencode()
        self.query = f"?{query}" if query else ""


class ProjectsAtom(Feed):
    feed_type: type[SyndicationFeed] = Atom1Feed
    form = "atom"
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest) -> Wanted:
        return Wanted(request.GET)

    def author_name(self, wanted: Wanted) -> str:
        """Who answers for it, as Atom wants to know."""
        return settings.NETWORK_NAME

    def title(self, wanted: Wanted) -> str:
        name = _("New projects")
        return f"{name}: {phrase_of(wanted.question)}"

    def subtitle(self, wanted: Wanted) -> str:
        return _("Who does what for integration, with whose money, to what effect.")

    description = subtitle

    def link(self, wanted: Wanted) -> str:
        return absolute("projects:explorer") + wanted.query

    def feed_url(self, wanted: Wanted) -> str:
        return absolute("projects:feed", self.form) + wanted.query

    feed_guid = feed_url

    def items(self, wanted: Wanted):
        return Selection(wanted.question).added_last(LONGEST)

    def item_title(self, item: Project) -> str:
        return without_controls(str(item.name)) or item.slug

    def item_description(self, item: Project) -> str:
        return without_controls(str(item.aim))

    def item_link(self, item: Project) -> str:
        return absolute("projects:project", item.slug)

    def item_guid(self, item: Project) -> str:
        return item.pk.urn

    def item_pubdate(self, item: Project) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Project) -> datetime:
        return item.updated_at


class ProjectsRss(ProjectsAtom):
    feed_type = Rss201rev2Feed
    form = "rss"


FEEDS = {"atom": ProjectsAtom(), "rss": ProjectsRss()}
