from django.db import models


class MovedIn(models.Model):
    """What became of one item of an old site's export, so that nothing is lost or taken twice."""

    class Fate(models.TextChoices):
        BEGUN = "begun", "begun"
        MADE = "made", "made"
        RENEWED = "renewed", "made anew: it differs in the export, and nobody had changed it here"
        UNCHANGED = "unchanged", "unchanged"
        KEPT = "kept", "kept as it was changed here"
        REFUSED = "refused", "not taken"

    site = models.CharField(max_length=200)  # the old site's address, without https://
    key = models.CharField(max_length=80)  # the item's number there
    kind = models.CharField(max_length=40)  # as WordPress calls it
    title = models.CharField(max_length=255, blank=True)  # none of what was private
    address = models.TextField(blank=True)  # at the old site; none of what was private
    language = models.CharField(max_length=10, blank=True)
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.BEGUN)
    reason = models.CharField(max_length=200, blank=True)
    notes = models.JSONField(default=list)  # what of it was not taken
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
