from django.db import models


class TranslationMonth(models.Model):
    """How many characters went to the translation service in a month, of all the rooms."""

    month = models.DateField(primary_key=True)  # its first day
    characters = models.PositiveIntegerField(default=0)
