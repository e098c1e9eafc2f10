"""Forms of who follows calls."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nebe.core.people.guard import GuardedForm

from ..models import CallFollower, CallFollowing
from .mails import following_words

DAYS_BEFORE = [3, 7, 14, 30, 60]


def email_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


def days_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("How many days before?"),
        choices=[(days, str(days)) for days in DAYS_BEFORE],
        coerce=int,
        initial=14,
    )


def every_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("How often?"), choices=CallFollowing.Every.choices)


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)


class SearchFollowForm(GuardedForm):
    email = email_field()
    every = every_field()
    language = language_field()
    field_order = ["email", "every", "language"]


class DeadlineFollowForm(GuardedForm):
    email = email_field()
    days = days_field()
    language = language_field()
    field_order = ["email", "days", "language"]


class OwnForm(forms.Form):
    """All that one address follows: how often, how long before, in which language."""

    def __init__(self, data: Any = None, *, follower: CallFollower):
        super().__init__(data, initial={"language": follower.language})
        rows = follower.followings.exclude(confirmed_at=None)
        self.followings = list(rows.select_related("call", "profile__organisation"))
        for row in self.followings:
            if row.kind == CallFollowing.Kind.DEADLINE:
                field: forms.Field = days_field()
                field.initial = row.days
            else:
                field = every_field()
                field.initial = row.every
            self.fields[str(row.pk)] = field
        self.fields["language"] = language_field()

    def rows(self) -> list[tuple[CallFollowing, str, forms.BoundField]]:
        return [(row, following_words(row), self[str(row.pk)]) for row in self.followings]

    def how(self) -> dict[UUID, dict[str, Any]]:
        """By following: its field and the new value."""
        return {
            row.pk: {
                "days" if row.kind == CallFollowing.Kind.DEADLINE else "every": self.cleaned_data[
                    str(row.pk)
                ]
            }
            for row in self.followings
        }
