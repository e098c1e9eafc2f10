import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy


class SavedFilter(models.Model):
    """A coordinator's named view of the list of offers, or of needs."""

    class List(models.TextChoices):
        OFFERS = "offers"
        NEEDS = "needs"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=10, choices=List.choices, default=List.OFFERS)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "list", "name"], name="one_filter_name")
        ]


class BulkAction(models.Model):
    """What a coordinator did to many offers at once, kept so that it can be undone."""

    class Kind(models.TextChoices):
        TAKE_ON = "take_on", pgettext_lazy("offer", "taken on")
        HAND_BACK = "hand_back", pgettext_lazy("offer", "handed back")
        HIDE = "hide", pgettext_lazy("offer", "hidden")
        SHOW = "show", pgettext_lazy("offer", "shown again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    offers = models.JSONField(default=list)  # ids of the offers it changed
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
