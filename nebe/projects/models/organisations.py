"""Organisations known by name only: what was merged into which, and who asks to be one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationMerge(models.Model):
    """One that is gone, as it was, and which rows went over to `into`, so that it can come back."""

    id = models.UUIDField(primary_key=True)  # that of the one that is gone
    into = models.ForeignKey("nebe_people.Organisation", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    slug = models.SlugField()
    kind = models.CharField(max_length=20)
    country = models.CharField(max_length=2, blank=True)
    moved = models.JSONField(default=dict)  # {"Model.field": [ids]}
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return self.name


class OrganisationClaim(models.Model):
    """An organisation with accounts says that it is one known by name; the office decides."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("claim", "waits for the network")
        ACCEPTED = "accepted", pgettext_lazy("claim", "accepted")
        REFUSED = "refused", pgettext_lazy("claim", "refused")

    by = models.ForeignKey("nebe_people.Organisation", on_delete=models.CASCADE, related_name="+")
    # Gone once it is accepted; `name` stays.
    claimed = models.ForeignKey(
        "nebe_people.Organisation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=200)
    reason = models.CharField(_("How can the office see that it is you?"), max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "claimed"],
                condition=models.Q(state="waiting"),
                name="one_claim_at_a_time",
            )
        ]
