from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from nebe.core.texts.sentences import listed

from ..contact_blocks import LANGUAGES
from .base import Article, Fact, Filter, Group, fields, panels
from .points import ChoicesField

ZONES = [
    ("Europe/Prague", _("time in Czechia")),
    ("Europe/Warsaw", _("time in Poland")),
    ("Europe/Kyiv", _("time in Ukraine")),
    ("UTC", "UTC"),
]


class When(blocks.StructBlock):
    day = blocks.DateBlock(label=_("day"))
    starts = blocks.TimeBlock(label=_("from"))
    ends = blocks.TimeBlock(label=_("until"))

    class Meta:
        icon = "date"
        label = _("date")

    def clean(self, value):
        value = super().clean(value)
        if value["ends"] <= value["starts"]:
            error = ValidationError(_("It must end after it begins."))
            raise blocks.StructBlockValidationError(block_errors={"ends": error})
        return value


class ProgrammeBlock(blocks.StructBlock):
    starts = blocks.TimeBlock(label=_("from"))
    title = blocks.CharBlock(label=_("what"), max_length=200)
    speaker = blocks.CharBlock(label=_("who speaks"), required=False, max_length=120)

    class Meta:
        icon = "list-ol"
        label = _("point of the programme")


class SpeakerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), max_length=120)
    role = blocks.CharBlock(label=_("role"), required=False, max_length=200)

    class Meta:
        icon = "user"
        label = _("speaker")


DAYS_ON_CARDS = 3  # of an event that takes place on several


class Event(Article):
    """Something that takes place: on one day or several, at a place or online."""

    kind = "event"
    icon = "group"
    schema_type = "Event"
    is_work = False
    soonest_first = True
    day_on_cards = False

    class Mode(models.TextChoices):
        PLACE = "place", _("at a place")
        ONLINE = "online", _("online")
        BOTH = "both", _("at a place and online")

    dates = StreamField([("date", When())], min_num=1, verbose_name=_("dates"))
    time_zone = models.CharField(
        _("time zone"), max_length=30, choices=ZONES, default="Europe/Prague"
    )
    is_cancelled = models.BooleanField(_("does not take place"), default=False)
    mode = models.CharField(_("where"), max_length=10, choices=Mode.choices, default=Mode.PLACE)
    municipality = models.ForeignKey(
        "nebe_places.Municipality",
        verbose_name=_("town"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    online = models.URLField(_("where to join online"), blank=True)
    registration = models.URLField(_("where to register"), blank=True)
    register_by = models.DateField(_("register by"), null=True, blank=True)
    cost = models.CharField(_("what it costs"), max_length=120, blank=True)
    languages = ChoicesField(
        _("languages spoken there"), choices=LANGUAGES, default=list, blank=True
    )
    programme = StreamField([("point", ProgrammeBlock())], blank=True, verbose_name=_("programme"))
    speakers = StreamField([("speaker", SpeakerBlock())], blank=True, verbose_name=_("speakers"))

    content_panels = panels(
        Group(
            [FieldPanel("dates"), FieldPanel("time_zone"), FieldPanel("is_cancelled")],
            heading=_("when"),
        ),
        Group(
            [
                FieldPanel("mode"),
                FieldPanel("municipality"),
                FieldPanel("address"),
                FieldPanel("online"),
            ],
            heading=_("where"),
        ),
        Group(
            [FieldPanel("registration"), FieldPanel("register_by"), FieldPanel("cost")],
            heading=_("registration"),
        ),
        FieldPanel("languages"),
        FieldPanel("programme"),
        FieldPanel("speakers"),
    )
    translatable_fields = fields(
        translated=("programme", "speakers", "cost"),
        shared=(
            "dates",
            "time_zone",
            "is_cancelled",
            "mode",
            "municipality",
            "address",
            "online",
            "registration",
            "register_by",
            "languages",
        ),
    )
    template = "newsroom/event.html"
    parent_page_types = ["nebe_newsroom.Section", "nebe_newsroom.OrganisationPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @classmethod
    def filters(cls) -> list[Filter]:
        return [
            Filter(
                "mode",
                _("Where"),
                [(cls.Mode.PLACE, _("at a place")), (cls.Mode.ONLINE, _("online"))],
            ),
            Filter("spoken", _("Language"), LANGUAGES),
        ]

    def clean(self):
        super().clean()
        if self.mode != self.Mode.ONLINE and not self.municipality_id:
            raise ValidationError({"municipality": _("Say in which town it is.")})

    @property
    def times(self) -> list[tuple[str, datetime, datetime]]:
        """(id, begin, end) of each date, the earliest first; with the event's time zone."""
        zone = ZoneInfo(self.time_zone)
        return sorted(
            (
                (block.id, at(block.value, "starts", zone), at(block.value, "ends", zone))
                for block in self.dates
            ),
            key=lambda each: each[1],
        )

    def next_time(self, now: datetime) -> tuple[str, datetime, datetime] | None:
        """The first that has not ended; None when all are past."""
        return next((each for each in self.times if each[2] > now), None)

    @property
    def listed_on(self) -> date:
        times = self.times
        return times[0][1].date() if times else super().listed_on

    @property
    def listed_until(self) -> date | None:
        times = self.times
        return times[-1][1].date() if times else None

    @property
    def is_past(self) -> bool:
        return self.next_time(timezone.now()) is None

    @property
    def place(self) -> str:
        """Address and town, as one line; empty for what is online only."""
        town = self.municipality.name if self.municipality else ""
        return ", ".join(part for part in (self.address, town) if part)

    def own_words(self) -> list[str]:
        points = [f"{block.value['title']} {block.value['speaker']}" for block in self.programme]
        speakers = [f"{block.value['name']} {block.value['role']}" for block in self.speakers]
        return [self.place, *points, *speakers]

    def own_facets(self) -> list[tuple[str, str]]:
        modes = {self.Mode.BOTH: ["place", "online"]}.get(self.Mode(self.mode), [self.mode])
        found = [("mode", mode) for mode in modes] + [("spoken", code) for code in self.languages]
        if self.municipality:
            town = self.municipality
            found += [("place", town.pk), ("region", town.region_id)]
        return found

    def card_facts(self) -> list[Fact]:
        facts: list[Fact] = [("cancelled",)] if self.is_cancelled else []
        times = self.times[:DAYS_ON_CARDS]
        facts += [("hours", begins.isoformat(), ends.isoformat()) for _id, begins, ends in times]
        facts += [self.place] if self.place else []
        return facts if self.mode == self.Mode.PLACE else [*facts, ("online",)]

    @classmethod
    def fact_told(cls, name: str, *values: Any) -> str:
        if name == "hours":
            begins, ends = map(datetime.fromisoformat, values)
            hours = "–".join(date_format(hour, "TIME_FORMAT") for hour in (begins, ends))
            return listed([date_format(begins), hours])
        return str(_("Does not take place") if name == "cancelled" else cls.Mode.ONLINE.label)

    def structured(self) -> dict[str, Any]:
        modes = {"place": "Offline", "online": "Online", "both": "Mixed"}
        status = "EventCancelled" if self.is_cancelled else "EventScheduled"
        times, places = self.times, []
        if self.place:
            places.append({"@type": "Place", "name": self.place, "address": self.place})
        if self.online:
            places.append({"@type": "VirtualLocation", "url": self.online})
        return {
            "startDate": times[0][1].isoformat() if times else "",
            "endDate": times[-1][2].isoformat() if times else "",
            "eventStatus": f"https://schema.org/{status}",
            "eventAttendanceMode": f"https://schema.org/{modes[self.mode]}EventAttendanceMode",
            "location": places,
            "performer": [
                {"@type": "Person", "name": block.value["name"]} for block in self.speakers
            ],
        }


def at(value: Any, name: str, zone: ZoneInfo) -> datetime:
    clock: time = value[name]
    return datetime.combine(value["day"], clock, zone)
