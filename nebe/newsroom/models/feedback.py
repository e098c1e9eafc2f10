import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nebe.core.crypto.fields import EncryptedTextField


class PageFeedback(models.Model):
    """A reader says whether a page was what they needed. Nothing tells who it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(db_index=True)  # of the article, in all languages
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)  # of the reader
    useful = models.BooleanField()
    text = EncryptedTextField(_("what was missing"), blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["done_at", "-created_at"])]
