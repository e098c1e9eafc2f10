"""Who may read a press release before its hour."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PressLink(models.Model):
    """What was given to one outlet. How often it was opened is kept, never by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(db_index=True)  # of the release, in all languages
    outlet = models.CharField(
        _("for whom"),
        max_length=120,
        help_text=_("The newspaper, station or site. Not the name of a person."),
    )
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveIntegerField(default=0)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.outlet
