"""What the newsroom puts on shared pages: links, what is about what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Role
from nebe.core.places.models import Region
from nebe.core.ui.registry import (
    DashboardCard,
    NavItem,
    RelatedSource,
    SearchHit,
    dashboard,
    navigation,
    related_links,
)

from .place_names import place_names


@dataclass(frozen=True)
class PageItem(NavItem):
    """A link to a page of the CMS: `url_name` is its path below the language."""

    @property
    def url(self) -> str:
        return reverse("wagtail_serve", args=[self.url_name])


def hit(item: Any) -> SearchHit:
    from .kinds import label

    address = reverse("wagtail_serve", args=[item.path])
    return SearchHit(item.title, address, item.summary, label(item.kind))


def page_hits(wanted: Iterable[str], language: str) -> list[SearchHit]:
    from .models import Listed

    keys = [UUID(key) for key in wanted]
    known = {each.key: each for each in Listed.objects.filter(reader=language, key__in=keys)}
    return [hit(known[key]) for key in keys if key in known]


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


def is_press_office(actor: Any) -> bool:
    """Editors who work for the network, not for one of its members."""
    return bool(actor and actor.can(Role.EDITOR) and actor.organisation.is_network)


def expert_messages_waiting(actor: Any) -> int:
    from .asking import messages_waiting

    return messages_waiting()


def register() -> None:
    navigation.register(
        PageItem("public", "news", _("News"), "news/", position=60, icon="news"),
        PageItem("public", "infoline", _("Call us"), "infoline/", position=5, icon="phone"),
        PageItem("footer", "points", _("Come to us"), "points/", position=12),
        PageItem("footer", "guides", _("How to…"), "guides/", position=14),
        PageItem("footer", "events", _("Events"), "events/", position=17),
        PageItem("footer", "publications", _("Publications"), "publications/", position=18),
        PageItem("footer", "press", _("Press"), "press/", position=31),
        PageItem("footer", "laws", _("Laws that change"), "laws/", position=16),
        PageItem("footer", "podcasts", _("Listen"), "podcasts/", position=26),
        PageItem("footer", "videos", _("Watch"), "videos/", position=27),
        PageItem("footer", "stories", _("Stories"), "stories/", position=19),
        PageItem("footer", "campaigns", _("Campaigns"), "campaigns/", position=28),
        NavItem(
            "console",
            "campaigns",
            _("Campaigns"),
            "newsroom_campaigns:campaigns",
            position=72,
            group="pages",
            visible=lambda actor: actor.can(Role.EDITOR),
        ),
        NavItem(
            "console",
            "stories",
            _("Stories"),
            "newsroom_stories:stories",
            position=70,
            group="pages",
            visible=lambda actor: actor.can(Role.EDITOR),
        ),
        PageItem("footer", "jobs", _("Jobs"), "jobs/", position=41),
        PageItem("footer", "tenders", _("Tenders"), "tenders/", position=42),
        PageItem("footer", "return", _("Voluntary return"), "return/", position=15),
        PageItem("footer", "areas", _("What we do"), "areas/", position=22),
        PageItem("footer", "activities", _("Activities"), "activities/", position=23),
        PageItem("footer", "partners", _("Members and partners"), "partners/", position=24),
        PageItem("footer", "team", _("The team"), "team/", position=25),
        NavItem("footer", "newsletter", _("Newsletter"), "newsletter", position=29),
        PageItem("footer", "about", _("About Nebe"), "about/", position=10),
        PageItem("footer", "how", _("How it works"), "how-it-works/", position=20),
        PageItem("footer", "accessibility", _("Accessibility"), "accessibility/", position=80),
        PageItem("footer", "contact", _("Contact"), "contact/", position=90),
    )
    navigation.register(
        NavItem(
            area="console",
            key="press",
            label=_("Questions to experts"),
            url_name="newsroom_staff:expert_messages",
            position=74,
            group="pages",
            visible=is_press_office,
        )
    )
    dashboard.register(
        DashboardCard(
            key="press",
            label=_("Questions to experts"),
            url_name="newsroom_staff:expert_messages",
            count=expert_messages_waiting,
            position=85,
            visible=is_press_office,
        )
    )
    related_links.register(
        RelatedSource("place", _("Towns"), lambda language: [], town_hits, position=20),
        RelatedSource("region", _("Regions"), regions, region_hits, position=30),
        RelatedSource("page", _("Read more"), lambda language: [], page_hits, position=60),
    )
