"""What every kind with hours shares: when it is closed although its hours say otherwise."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from ..contact_blocks import days_valid


class Opening(models.Model):
    """A kind that has it also names its `country`, whose holidays and time zone count."""

    on_holidays = models.BooleanField(_("works on public holidays"), default=False)
    closed_days = models.TextField(
        _("other days when it is closed"),
        blank=True,
        validators=[days_valid],
        help_text=_("One day on each line, as 2026-12-24."),
    )

    closed_panels = [FieldPanel("on_holidays"), FieldPanel("closed_days")]
    closed_fields = ("on_holidays", "closed_days")

    class Meta:
        abstract = True
