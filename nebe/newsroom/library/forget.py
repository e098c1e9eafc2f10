"""Deletes what was made to show pictures that may not be shown any more."""

from datetime import date

from django.db.models import Q

from ..images import renditions_forget
from ..models import Picture


def pictures_forget(*, today: date) -> None:
    is_over = Q(licence_until__lt=today) | Q(consent_withdrawn_on__isnull=False)
    for picture in Picture.objects.filter(is_over, renditions__isnull=False).distinct():
        renditions_forget(picture)
