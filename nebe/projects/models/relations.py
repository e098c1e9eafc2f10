"""Which projects belong together."""

from django.db import models
from django.utils.translation import pgettext_lazy

from .columns import text
from .projects import Project


class RelatedActivity(models.Model):
    """As files of the standard say it: another activity by its identifier, known here or not."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="related_activities"
    )
    ref = models.TextField(blank=True, default="", db_index=True)
    type = text()

    class Meta:
        ordering = ["pk"]


class Relation(models.Model):
    """Two projects of ours, where the standard has no word for it or one has no identifier."""

    class Kind(models.TextChoices):
        """IATI's codelist RelatedActivityType, and which project goes on from which."""

        PARENT = "1", pgettext_lazy("related project", "is a part of")
        CHILD = "2", pgettext_lazy("related project", "has as a part")
        SIBLING = "3", pgettext_lazy("related project", "belongs together with")
        CO_FUNDED = "4", pgettext_lazy("related project", "is paid together with")
        THIRD_PARTY = "5", pgettext_lazy("related project", "is reported by others as")
        PREDECESSOR = "before", pgettext_lazy("related project", "goes on from")
        CONTINUATION = "after", pgettext_lazy("related project", "is continued by")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="related_from")
    kind = models.CharField(max_length=6, choices=Kind.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "other", "kind"], name="one_relation_once")
        ]
