"""Columns as the standard's files fill them: of any length, empty where they say nothing."""

from django.db import models


def words(label=None, **options) -> models.JSONField:
    """A text in several languages: `{language: text}`."""
    return models.JSONField(label, default=dict, blank=True, **options)


def records() -> models.JSONField:
    """What files say in more detail than we ask for: records as in `iati/shapes/`."""
    return models.JSONField(default=list, blank=True)


def text(label=None, **options) -> models.TextField:
    return models.TextField(label, blank=True, default="", **options)


def day(label=None, **options) -> models.DateField:
    return models.DateField(label, null=True, blank=True, **options)


def amount(label=None, **options) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=28, decimal_places=8, null=True, blank=True, **options
    )


def percentage(label=None) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=9, null=True, blank=True)


def maybe(label=None) -> models.BooleanField:
    return models.BooleanField(label, null=True, blank=True)
