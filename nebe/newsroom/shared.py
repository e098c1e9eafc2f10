"""What the newsroom puts on shared pages: links, what is about what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nebe.core.people.cms import edits_for_network
from nebe.core.places.models import Region
from nebe.core.ui.registry import (
    AboutSource,
    DashboardCard,
    NavItem,
    RelatedSource,
    SearchFound,
    SearchHit,
    dashboard,
    navigation,
    related_links,
    told_about,
)

from .place_names import place_names

ABOUT = 5  # articles that the page of something names


@dataclass(frozen=True)
class PageItem(NavItem):
    """A link to a page of the CMS: `url_name` is its path below the language."""

    @property
    def url(self) -> str:
        return reverse("wagtail_serve", args=[self.url_name])


def hit(item: Any) -> SearchHit:
    from .kinds import label

    address = reverse("wagtail_serve", args=[item.path])
    language = item.language if item.is_fallback else ""
    return SearchHit(item.title, address, item.summary, label(item.kind), language)


def page_hits(wanted: Iterable[str], language: str) -> list[SearchHit]:
    from .models import Listed

    keys = [UUID(key) for key in wanted]
    known = {each.key: each for each in Listed.objects.filter(reader=language, key__in=keys)}
    return [hit(known[key]) for key in keys if key in known]


def articles_about(source: str, value: str, language: str) -> SearchFound:
    """The newest; a link to all where there are more."""
    from .selectors import items_list

    items = list(items_list(language=language, about=[(source, value)])[: ABOUT + 1])
    found = [hit(each) for each in items[:ABOUT]]
    if len(items) <= ABOUT:
        return SearchFound(found)
    return SearchFound(
        found, gettext("All articles about this"), reverse("articles_about", args=[source, value])
    )


def regions(language: str) -> list[tuple[str, str]]:
    return [(region.pk, str(region)) for region in Region.objects.all()]


def region_hits(wanted: Iterable[str], language: str) -> list[SearchHit]:
    return about_hits("region", wanted)


def town_hits(wanted: Iterable[str], language: str) -> list[SearchHit]:
    return about_hits("place", wanted)


def about_hits(source: str, wanted: Iterable[str]) -> list[SearchHit]:
    codes = {f"{source}:{code}": code for code in wanted}
    return [
        SearchHit(name, reverse("articles_about", args=[source, codes[value]]))
        for value, name in place_names(list(codes)).items()
    ]


def expert_messages_waiting(actor: Any) -> int:
    from .asking import messages_waiting

    return messages_waiting()


FOOTER_PAGES = (
    ("help", "points/", _("Come to us")),
    ("help", "return/", _("Voluntary return")),
    ("help", "contact/", _("Contact")),
    ("information", "guides/", _("How to…")),
    ("information", "laws/", _("Laws that change")),
    ("information", "events/", _("Events")),
    ("information", "publications/", _("Publications")),
    ("information", "annual-reports/", _("Annual reports")),
    ("information", "stories/", _("Stories")),
    ("information", "podcasts/", _("Listen")),
    ("information", "videos/", _("Watch")),
    ("information", "campaigns/", _("Campaigns")),
    ("network", "about/", _("About Nebe")),
    ("network", "how-it-works/", _("How it works")),
    ("network", "areas/", _("What we do")),
    ("network", "activities/", _("Activities")),
    ("network", "partners/", _("Members and partners")),
    ("network", "team/", _("The team")),
    ("with_us", "press/", _("Press")),
    ("with_us", "jobs/", _("Jobs")),
    ("with_us", "tenders/", _("Tenders")),
    ("site", "accessibility/", _("Accessibility")),
)


def register() -> None:
    navigation.register(
        PageItem("public", "news", _("News"), "news/", position=60, icon="news"),
        PageItem("public", "infoline", _("Call us"), "infoline/", position=5, icon="phone"),
        # For staff, too: who is beside them may need it, and so may they.
        PageItem("help", "infoline", _("Call us"), "infoline/", icon="phone"),
        NavItem(
            "console",
            "campaigns",
            _("Campaigns"),
            "newsroom_campaigns:campaigns",
            position=72,
            group="pages",
            visible=edits_for_network,
        ),
        NavItem(
            "console",
            "stories",
            _("Stories"),
            "newsroom_stories:stories",
            position=70,
            group="pages",
            visible=edits_for_network,
        ),
        NavItem("footer", "words", _("Words explained"), "words", 14, group="information"),
        NavItem("footer", "newsletter", _("Newsletter"), "newsletter", 49, group="information"),
        NavItem("footer", "follow_us", _("Follow us"), "follow_us", 50, group="information"),
        *(
            PageItem("footer", path, label, path, position, group=group)
            for position, (group, path, label) in enumerate(FOOTER_PAGES, start=11)
        ),
    )
    navigation.register(
        NavItem(
            area="console",
            key="press",
            label=_("Questions to experts"),
            url_name="newsroom_staff:expert_messages",
            position=74,
            group="pages",
            visible=edits_for_network,
        ),
        NavItem(
            area="console",
            key="press_releases",
            label=_("Press releases before their hour"),
            url_name="newsroom_staff:press_releases",
            position=75,
            group="pages",
            visible=edits_for_network,
        ),
    )
    dashboard.register(
        DashboardCard(
            key="press",
            label=_("Questions to experts"),
            url_name="newsroom_staff:expert_messages",
            count=expert_messages_waiting,
            position=85,
            visible=edits_for_network,
        )
    )
    told_about.register(AboutSource("article", _("Articles about this"), articles_about))
    related_links.register(
        RelatedSource("place", _("Towns"), lambda language: [], town_hits, position=20),
        RelatedSource("region", _("Regions"), regions, region_hits, position=30),
        RelatedSource("page", _("Read more"), lambda language: [], page_hits, position=60),
    )
