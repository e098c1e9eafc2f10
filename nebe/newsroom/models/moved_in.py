import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..moving_in.reasons import reasons_read


class OldSite(models.Model):
    """An export that was handed over in the CMS, and how far it has been taken in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("Of what names none. Else what the export says of the whole site."),
    )
    media = models.URLField(
        _("where the pictures are now"),
        blank=True,
        help_text=_("Only where that is not the old site itself."),
    )
    with_authors = models.BooleanField(_("with the authors' names below the texts"), default=True)
    with_media = models.BooleanField(_("with pictures"), default=True)
    site = models.CharField(max_length=200, blank=True)  # as `MovedIn` has it
    steps = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    why = models.JSONField(default=list, blank=True)  # it was not taken in: `moving_in/reasons.py`
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.site

    @property
    def error(self) -> str:
        return reasons_read(self.why)

    @property
    def file(self) -> Path:
        """Holds what was private there, too: deleted as soon as it has been taken in."""
        return Path(settings.VAR_DIR) / "moving-in" / f"{self.pk}.xml"


class MovedIn(models.Model):
    """What became of one item of an old site's export, so that nothing is lost or taken twice."""

    class Fate(models.TextChoices):
        BEGUN = "begun", pgettext_lazy("item of an old site", "begun")
        MADE = "made", pgettext_lazy("item of an old site", "made")
        RENEWED = (
            "renewed",
            _("made anew: it differs in the export, and nobody had changed it here"),
        )
        UNCHANGED = "unchanged", pgettext_lazy("item of an old site", "unchanged")
        KEPT = "kept", _("kept as it was changed here")
        REFUSED = "refused", pgettext_lazy("item of an old site", "not taken")

    site = models.CharField(max_length=200)  # the old site's address, without https://
    key = models.CharField(max_length=80)  # the item's number there
    kind = models.CharField(max_length=40)  # as WordPress calls it
    title = models.CharField(max_length=255, blank=True)  # none of what was private
    address = models.TextField(blank=True)  # at the old site; none of what was private
    language = models.CharField(max_length=10, blank=True)
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.BEGUN)
    why = models.JSONField(default=list)  # `moving_in/reasons.py`
    notes = models.JSONField(default=list)  # what of it was not taken, likewise
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    image = models.ForeignKey(
        "nebe_newsroom.Picture", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_from = models.CharField(max_length=64, blank=True)  # hash of what was taken
    revision = models.PositiveBigIntegerField(null=True)  # the page's last one by the import
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="moved_in_once")]

    def __str__(self) -> str:
        return f"{self.site} {self.key}"

    @property
    def reason(self) -> str:
        """In the reader's language."""
        return reasons_read(self.why)

    @property
    def left_out(self) -> str:
        return reasons_read(self.notes)
