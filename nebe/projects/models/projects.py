"""A project: what is done for integration, by whom, where, with whose money."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nebe.core.texts.translated import Text, pick

from .columns import day, maybe, percentage, records, text, words


class Project(models.Model):
    """One row is one activity of IATI; what it lists hangs on it in tables of their own."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("project", "draft")
        REVIEW = "review", pgettext_lazy("project", "waits for the network")
        PUBLISHED = "published", pgettext_lazy("project", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("project", "withdrawn")

    class Status(models.TextChoices):
        """IATI's codelist ActivityStatus."""

        PIPELINE = "1", pgettext_lazy("project", "being prepared")
        IMPLEMENTATION = "2", pgettext_lazy("project", "running")
        FINALISATION = "3", pgettext_lazy("project", "being finished")
        CLOSED = "4", pgettext_lazy("project", "ended")
        CANCELLED = "5", pgettext_lazy("project", "cancelled")
        SUSPENDED = "6", pgettext_lazy("project", "suspended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    # Who keeps the record: the organisation that reports it, else the network's office.
    publisher = models.ForeignKey(
        "nebe_people.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    # Of an office: what files say of persons is left out, see `iati/shapes/`.
    office_email = models.EmailField(_("e-mail of the office"), blank=True)
    # When its publisher last said that it is still right, and was last asked.
    confirmed_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)

    # As the file has them. `text()`: an identifier may be of any length.
    iati_identifier = models.TextField(_("IATI identifier"), null=True, blank=True, unique=True)
    title = words(_("title"))
    descriptions = records()
    language = text(_("language"))
    currency = text(_("currency"))
    last_updated = text()
    humanitarian = maybe(_("humanitarian"))
    hierarchy = text()
    linked_data_uri = text()
    budget_not_provided = text()
    reporter = models.JSONField(default=dict, blank=True)
    other_identifiers = records()
    status = text(_("status"), choices=Status.choices)
    planned_start = day(_("planned start"))
    actual_start = day(_("actual start"))
    planned_end = day(_("planned end"))
    actual_end = day(_("actual end"))
    # What is said of a date, by its type; and dates that say a type a second time.
    date_notes = models.JSONField(default=dict, blank=True)
    more_dates = records()
    contacts = records()
    scope = text()
    country_budget_items = models.JSONField(default=dict, blank=True)
    humanitarian_scopes = records()
    policy_markers = records()
    collaboration_type = text()
    flow_type = text()
    finance_type = text()
    aid_types = records()
    tied_status = text()
    capital_spend = percentage()
    legacy_data = records()
    conditions = models.JSONField(default=dict, blank=True)
    crs_add = models.JSONField(default=dict, blank=True)
    fss = models.JSONField(default=dict, blank=True)

    # Normalised stems, as the search compares them.
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = [
            Coalesce("actual_start", "planned_start").desc(nulls_last=True),  # on both databases
            "slug",
        ]

    def __str__(self):
        return str(self.name)

    @property
    def name(self) -> Text:
        return pick(self.title, get_language() or "en")

    @property
    def aim(self) -> Text:
        """What it wants to reach (type 2), else what it is (1), else what there is."""
        by_type = {row.get("type", "1"): row.get("text") for row in reversed(self.descriptions)}
        told = by_type.get("2") or by_type.get("1") or next(iter(by_type.values()), None)
        return pick(told, get_language() or "en")

    @property
    def start(self) -> date | None:
        return self.actual_start or self.planned_start

    @property
    def end(self) -> date | None:
        return self.actual_end or self.planned_end


class Role(models.TextChoices):
    """IATI's codelist OrganisationRole."""

    FUNDING = "1", _("Funded by")
    ACCOUNTABLE = "2", _("Accountable")
    EXTENDING = "3", _("Money passed on by")
    IMPLEMENTING = "4", _("Carried out by")


class Participation(models.Model):
    """An organisation's part in a project; `name` as published, `organisation` as we know it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        "nebe_people.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    role = text(_("role"), choices=Role.choices)
    name = words(_("name"))
    ref = text()
    type = text()
    activity = text()
    crs_channel = text()

    class Meta:
        ordering = ["pk"]


class Alias(models.Model):
    """By which identifier or name files call an organisation that we know."""

    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    # An identifier as it is (`CZ-ICO-26543435`), or a name as `known.key_of` makes it.
    key = models.TextField(unique=True)


class ProjectChange(models.Model):
    """The history of a record: what changed when, by whom, and how the record was before.

    A change of state keeps no record: only into which `state`.
    """

    class Kind(models.TextChoices):
        IMPORT = "import", pgettext_lazy("change of a project", "a file was brought in")
        EDIT = "edit", pgettext_lazy("change of a project", "edited by hand")
        PROPOSAL = "proposal", pgettext_lazy("change of a project", "a proposal was approved")
        RESTORE = "restore", pgettext_lazy("change of a project", "an earlier state was restored")
        RESULTS = "results", pgettext_lazy("change of a project", "results were reported")
        COUNT = "count", pgettext_lazy("change of a project", "Nebe counted")
        STATE = "state", pgettext_lazy("change of a project", "the state changed")
        CONFIRM = "confirm", pgettext_lazy("change of a project", "said to be still right")
        PUBLISHER = (
            "publisher",
            pgettext_lazy("change of a project", "another organisation reports it"),
        )

    # They keep the record as files have it, so nothing of what is ours alone.
    OF_FILES = (Kind.IMPORT, Kind.RESULTS, Kind.COUNT)

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        "nebe_people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.IMPORT)
    source = text()  # the file it came with
    state = models.CharField(max_length=10, choices=Project.State.choices, blank=True)
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
