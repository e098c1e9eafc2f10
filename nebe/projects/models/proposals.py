"""What an organisation wants changed in a published record: the network's office decides."""

import uuid

from django.db import models
from django.utils.translation import pgettext_lazy

from .columns import text
from .projects import Project


class Proposal(models.Model):
    """`changes` by key of the whole record (`editing/whole.py`), `base` how these keys stood when
    each was proposed."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("proposal", "waits for the network")
        APPROVED = "approved", pgettext_lazy("proposal", "approved")
        REFUSED = "refused", pgettext_lazy("proposal", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="proposals")
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.OPEN, db_index=True
    )
    base = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    reason = text()  # of the office, where it refused or changed something
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                condition=models.Q(state="open"),
                name="one_open_proposal",
            )
        ]
