import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from nebe.core.crypto.fields import EncryptedJSONField, EncryptedTextField

from .categories import Category


class Offer(models.Model):
    """Help that someone offers. What is public of it is decided in `selectors.offers`."""

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", pgettext_lazy("offer", "e-mail not confirmed yet")
        WAITING = "waiting", pgettext_lazy("offer", "waiting for vetting")
        LIVE = "live", pgettext_lazy("offer", "live")
        PAUSED = "paused", pgettext_lazy("offer", "paused")
        EXHAUSTED = "exhausted", pgettext_lazy("offer", "exhausted")
        HIDDEN = "hidden", pgettext_lazy("offer", "hidden by a coordinator")
        REFUSED = "refused", pgettext_lazy("offer", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("offer", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # A short running number: list order "newest first" and the search index's row id.
    number = models.BigIntegerField(unique=True, editable=False, null=True)
    # Set by the form, so that a double submit stores one offer.
    once = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    person = models.ForeignKey("nebe_people.Person", on_delete=models.PROTECT, related_name="+")
    # Set where the helper is an organisation.
    organisation = models.ForeignKey(
        "nebe_people.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Who answers for the data; who took the offer on and so sees the helper's contact.
    controller = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    handler = models.ForeignKey(
        "nebe_people.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Another organisation handed it over to the handler, and nobody there has seen it yet.
    handed_over_at = models.DateTimeField(null=True, blank=True)
    categories = models.ManyToManyField(Category, through="OfferCategory", related_name="offers")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.UNCONFIRMED)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(max_length=10, default="en")  # of title and text
    # Machine or human translations, see nebe.core.texts.translated
    translations = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)  # "category.key" → public answer
    internal_answers = EncryptedJSONField(subject="person_id", blank=True, default="")
    languages = models.JSONField(default=list, blank=True)  # spoken, ISO 639-1
    remote = models.BooleanField(default=False)
    reach_km = models.PositiveIntegerField(default=0)
    # How many can be helped, and how many are already. Kinds of help that are counted apart, in
    # beds or seats, have numbers of their own: see `OfferCategory` and `services/quantities.py`.
    capacity = models.PositiveIntegerField(default=1)
    taken = models.PositiveIntegerField(default=0)
    # While the helper talks with so many people, this is suggested to nobody else; null: no limit.
    most_at_once = models.PositiveIntegerField(null=True, blank=True)
    available_from = models.DateField(null=True, blank=True)
    available_until = models.DateField(null=True, blank=True)
    # Name, phone and code of conduct as typed: the person's once the e-mail is confirmed.
    claimed = EncryptedJSONField(subject="person_id", blank=True, default="")
    contact_hours = EncryptedTextField(subject="person_id", blank=True, default="")
    # Of the organisation that has taken it on; gone when it changes: `services/handling.py`.
    assignees = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    tags = models.ManyToManyField("nebe_exchange.Tag", blank=True, related_name="offers")
    follow_up_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # "Is this still true?": when it was asked last, and when the helper last said yes.
    still_asked_at = models.DateTimeField(null=True, blank=True)
    still_true_at = models.DateTimeField(null=True, blank=True)
    imported = models.ForeignKey(
        "nebe_exchange.ImportBatch", null=True, blank=True, on_delete=models.SET_NULL
    )
    external_id = models.CharField(max_length=80, blank=True, db_index=True)
    # Set where `selectors.offers` has loaded the parts that everyone may see.
    public_kinds: list["OfferCategory"]
    all_places: list["OfferPlace"]
    all_images: list["OfferImage"]

    class Meta:
        indexes = [models.Index(fields=["status", "-number"])]

    def __str__(self):
        return f"offer {self.number}"

    def save(self, **kwargs):
        if self.number is None:
            [self.number] = OfferNumber.reserve(1)
        super().save(**kwargs)


class OfferNote(models.Model):
    """What a colleague wrote down about an offer, for their own organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="notes")
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = EncryptedTextField(subject="offer.person_id")
    once = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["created_at", "id"]


class OfferNumber(models.Model):
    """A sequence that both databases have: its rows are made for their ids and left at once."""

    id = models.BigAutoField(primary_key=True)

    @staticmethod
    def reserve(count: int) -> list[int]:
        """`count` numbers that no offer had before."""
        with transaction.atomic():
            rows = OfferNumber.objects.bulk_create([OfferNumber() for _ in range(count)])
            numbers = [row.pk for row in rows]
            OfferNumber.objects.filter(pk__in=numbers).delete()
        return numbers


class OfferCategory(models.Model):
    """One kind of help within an offer; `public` is written by `visibility.visibility_refresh`."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="kinds")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    # Everyone may find the offer under this category while the offer is live.
    public = models.BooleanField(default=False)
    # Beds, seats, pieces, where a question of the category counts; null: the offer's own number.
    capacity = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "category"], name="one_category_once")
        ]


class OfferPlace(models.Model):
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="places")
    municipality = models.ForeignKey(
        "nebe_places.Municipality", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "municipality"], name="one_place_once")
        ]


class OfferImage(models.Model):
    """Re-encoded, without metadata; see `images.py`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="images")
    file = models.ImageField(upload_to="offers/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]


class Vetting(models.Model):
    """One recorded yes or no of a coordinator on one category of an offer, with its grounds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="vettings")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "nebe_people.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    accepted = models.BooleanField()
    grounds = EncryptedTextField(subject="offer.person_id")
    licence_checked = models.BooleanField(default=False)
    # What was seen when, never the document: code of `checks.CHECKS` → ISO date
    facts = models.JSONField(default=dict, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # The helper changed what the yes was given for; kept until the next answer, see `vetted.py`.
    outdated_at = models.DateTimeField(null=True, blank=True)
    given_for = EncryptedJSONField(subject="offer.person_id", blank=True, default="")
