from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A kind of help, with its own questions and its own rule of who may see the offers."""

    class Openness(models.TextChoices):
        OPEN = "open", _("open to everyone")
        VETTED = "vetted", _("open after vetting by an organisation")
        ORGANISATIONS = "organisations", _("for organisations only")

    slug = models.SlugField(primary_key=True)
    name = models.JSONField()  # language → text
    description = models.JSONField(default=dict, blank=True)
    synonyms = models.JSONField(default=dict, blank=True)  # language → list of words
    icon = models.CharField(max_length=40, blank=True)
    openness = models.CharField(
        max_length=20, choices=Openness.choices, default=Openness.ORGANISATIONS
    )
    # Help at a distance leaves nobody alone with anybody: open at once though the rest is vetted.
    open_when_remote = models.BooleanField(default=False)
    licence_required = models.BooleanField(default=False)
    # What an organisation must have seen before it says yes: codes of `checks.CHECKS`.
    checks = models.JSONField(default=list, blank=True)
    # Whoever asks may let everyone read the need, without who they are.
    needs_may_be_public = models.BooleanField(default=False)
    # One need may be met by several offers, as forty mattresses are.
    divisible = models.BooleanField(default=False)
    # "Is this still true?" is asked after so many days; null: after those of the installation.
    ask_again_days = models.PositiveIntegerField(null=True, blank=True)
    # A need of it leads somewhere: to a second place, at a time of day.
    has_destination = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self):
        return self.slug

    def openness_for(self, *, remote_only: bool) -> str:
        """The `Openness` of one offer: `remote_only` when it is given at a distance only."""
        return self.Openness.OPEN if self.open_when_remote and remote_only else self.openness


class Question(models.Model):
    """One question a category asks of an offer and, where `need_label` is given, of a need."""

    class Meets(models.TextChoices):
        INFORMATION = "information", _("for information only")
        SAME = "same", _("must be the same")
        INCLUDES = "includes", _("the offer must include what is asked")
        COVERS = "covers", _("the number offered must cover the number needed")
        OVERLAPS = "overlaps", _("the dates must overlap")
        REACHES = "reaches", _("must go as far as the person has to go")
        PREFERRED = "preferred", _("preferred, not a must")

    class Kind(models.TextChoices):
        ONE = "one", _("one of")
        SEVERAL = "several", _("several of")
        TEXT = "text", _("short text")
        LONG_TEXT = "long_text", _("long text")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        DATES = "dates", _("date range")
        PLACE = "place", _("place")
        IMAGE = "image", _("image")

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    label = models.JSONField()
    help = models.JSONField(default=dict, blank=True)
    # [{"value": "…", "label": {language: text}, "specify": bool}]
    options = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    # Internal answers are encrypted and seen only by those who handle the offer.
    public = models.BooleanField(default=True)
    # How the two sides meet; `questions_meet.py` makes the engine's rules of these.
    need_label = models.JSONField(default=dict, blank=True)  # empty: not asked of a need
    meets = models.CharField(max_length=20, choices=Meets.choices, default=Meets.INFORMATION)
    weight = models.PositiveIntegerField(default=0)  # points, where it is preferred
    days = models.PositiveIntegerField(default=1)  # that the dates must overlap at least
    # Its number is how many places the offer has, and how many the need wants.
    counts = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["category", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["category", "key"], name="one_key"),
            models.UniqueConstraint(
                fields=["category"], condition=models.Q(counts=True), name="one_counts"
            ),
        ]

    def __str__(self):
        return f"{self.category_id}.{self.key}"
