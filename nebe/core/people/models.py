"""Accounts, organisations and their members; people who ask for help or offer it."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import get_scope
from django_scopes.manager import DisabledQuerySet

from nebe.core.crypto.fields import EncryptedTextField


class UserManager(BaseUserManager["User"]):
    def create_user(self, email, password=None, **extra):
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account. Nobody is a standing superuser: see `Elevation`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self):
        return self.name or str(self.pk)

    # The CMS says by these who did what; without them it would show everybody's e-mail.
    def get_full_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name

    @property
    def is_staff(self):
        return False


class Organisation(models.Model):
    """A controller of its own data: member, partner, municipality, donor, community…"""

    class Kind(models.TextChoices):
        MEMBER = "member", _("member of the network")
        PARTNER = "partner", _("partner")
        MUNICIPALITY = "municipality", _("municipality")
        DONOR = "donor", _("donor")
        COMMUNITY = "community", _("community of migrants")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("organisation", "waiting for vetting")
        ACTIVE = "active", pgettext_lazy("organisation", "active")
        REFUSED = "refused", pgettext_lazy("organisation", "refused")
        CLOSED = "closed", pgettext_lazy("organisation", "closed")
        # Known from what others publish; nobody of it has an account here.
        UNCLAIMED = "unclaimed", pgettext_lazy("organisation", "known by name only")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.WAITING
    )
    # The office that runs the installation: controller of what nobody has taken on yet.
    is_network = models.BooleanField(default=False)
    country = models.CharField(_("country"), max_length=2, default="CZ")
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("public e-mail"), blank=True)
    phone = models.CharField(_("public phone"), max_length=40, blank=True)
    about = models.JSONField(_("about"), default=dict, blank=True)
    logo = models.ImageField(_("logo"), upload_to="organisations/", blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("parent"), null=True, blank=True, on_delete=models.SET_NULL
    )
    regions = models.ManyToManyField(
        "nebe_places.Region", verbose_name=_("regions served"), blank=True
    )
    # Controller of its own data; the network's office processes it under these terms.
    privacy_email = models.EmailField(_("e-mail for questions about personal data"), blank=True)
    processing_terms = models.CharField(max_length=20, blank=True)
    processing_terms_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_network"], condition=models.Q(is_network=True), name="one_network"
            )
        ]

    def __str__(self):
        return self.name


class Role(models.TextChoices):
    ORGANISATION_ADMIN = "organisation_admin", _("organisation admin")
    COORDINATOR = "coordinator", _("coordinator")
    COUNSELLOR = "counsellor", _("counsellor")
    EDITOR = "editor", _("editor")
    ANALYST = "analyst", _("analyst")
    NETWORK_ADMIN = "network_admin", _("network admin")
    AUDITOR = "auditor", _("read-only auditor")


class Membership(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="one_role_once")
        ]


class Elevation(models.Model):
    """A network admin's time-limited session with full rights, opened with a written reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="elevations")
    reason = models.CharField(_("reason"), max_length=500)
    started_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


class Application(models.Model):
    """An organisation asks to join; its first admin is invited once the network says yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="application"
    )
    name = EncryptedTextField()
    email = EncryptedTextField()
    message = EncryptedTextField(blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)


class Invitation(models.Model):
    """A place in an organisation, offered by mail; the link in the mail expires with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = EncryptedTextField()
    email_index = models.CharField(max_length=64)
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=10, default="en")
    invited_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email_index"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
            )
        ]

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]


class CacheEntry(models.Model):
    """The table of Django's database cache, migrated like every other."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "nebe_cache"


class DisclosedManager(models.Manager):
    """Persons whose data was disclosed to the scope's organisation; without a scope it raises.

    Not `ScopedManager`: its join would double a person who was disclosed for two purposes.
    """

    def get_queryset(self):
        current = get_scope()
        if not current.get("_enabled", True):
            return super().get_queryset()
        if current.get("organisation") is None:
            return DisabledQuerySet(self.model, using=self._db, missing_scopes={"organisation"})
        to_us = Disclosure.objects.filter(
            person=models.OuterRef("pk"), organisation=current["organisation"]
        )
        return super().get_queryset().filter(models.Exists(to_us))


class Person(models.Model):
    """Someone who asks for help or offers it, with or without an account. Encrypted throughout."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    name = EncryptedTextField(blank=True, default="")
    email = EncryptedTextField(blank=True, default="")
    phone = EncryptedTextField(blank=True, default="")
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=10, default="en")
    code_of_conduct = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DisclosedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "email_index"],
                condition=~models.Q(email_index=""),
                name="one_person_per_email",
            )
        ]


class Disclosure(models.Model):
    """To which organisation a person's data was given, and why; its end deletes the row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="disclosures")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "purpose"], name="one_disclosure"
            )
        ]
