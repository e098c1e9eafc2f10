"""The kinds of help that are in use, as choices of a form."""

from typing import cast

from django import forms
from django.utils.translation import get_language

from nebe.core.texts.translated import pick

from ..models import Category


class KindsForm(forms.Form):
    """Fills the choices of the field `category`; `categories` has the rows by their slugs."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.categories = {one.pk: one for one in Category.objects.filter(active=True)}
        language = get_language()
        cast(forms.ChoiceField, self.fields["category"]).choices = [
            (one.pk, str(pick(one.name, language))) for one in self.categories.values()
        ]
