from django.db import models
from django.utils.translation import pgettext_lazy


class CheckedLink(models.Model):
    """An address that published pages lead to, and how it answered last."""

    class Fault(models.TextChoices):
        NONE = "", pgettext_lazy("link", "works")
        GONE = "gone", pgettext_lazy("link", "there is no such page")
        REFUSED = "refused", pgettext_lazy("link", "the site answers with an error")
        SILENT = "silent", pgettext_lazy("link", "the site does not answer")
        UNSAFE = "unsafe", pgettext_lazy("link", "not a safe address of the web")

    address = models.CharField(max_length=300, unique=True)
    fault = models.CharField(max_length=10, choices=Fault.choices, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # nights in a row
    checked_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    pages: models.ManyToManyField = models.ManyToManyField("wagtailcore.Page", related_name="+")

    def __str__(self) -> str:
        return self.address
