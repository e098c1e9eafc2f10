"""Forms open to everyone: a trap for robots, and one effect however often they are sent."""

import hashlib
import json
import secrets
from typing import cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

SECONDS_AT_LEAST = 2
SECONDS_AT_MOST = 24 * 3600
_signer = signing.TimestampSigner(salt="people.form")


class TrapInput(forms.HiddenInput):
    """A field that people do not see and robots fill in."""

    template_name = "people/widgets/trap.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = _("Leave this field empty")
        return context


def stamp_make() -> str:
    """A signed moment with a random token in it."""
    return _signer.sign(secrets.token_hex(16))


class GuardedForm(forms.Form):
    """`self.once` names one act: this very page with these very words, however often it is sent.

    Whoever goes back and corrects a mistyped address does something new.
    """

    homepage = forms.CharField(required=False, widget=TrapInput)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput, initial=stamp_make)

    once: str

    def clean(self):
        cleaned = super().clean()
        if self.cleaned_data.get("homepage"):
            raise forms.ValidationError(
                _("Something filled in a hidden field. Please press the button again.")
            )
        self._check_stamp()
        return cleaned

    def _check_stamp(self) -> None:
        stamp = self.cleaned_data.get("stamp", "")
        try:
            token = _signer.unsign(stamp, max_age=SECONDS_AT_MOST)
        except signing.BadSignature as error:
            self._stamp_anew()
            raise forms.ValidationError(
                _("This page was open for a long time. Please check it and press the button again.")
            ) from error
        if self._is_too_fast(stamp):
            raise forms.ValidationError(
                _("That was very fast. Please check the page and press the button again.")
            )
        self.once = self._act_named(token)

    def _act_named(self, token: str) -> str:
        """32 signs of the token and of what was sent with it."""
        lists = cast(QueryDict, self.data).lists()
        sent = sorted((name, values) for name, values in lists if name != "csrfmiddlewaretoken")
        files = sorted(
            (name, [(file.name, file.size) for file in uploads])
            for name, uploads in self.files.lists()
        )
        words = json.dumps([token, sent, files])
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    def _is_too_fast(self, stamp: str) -> bool:
        try:
            _signer.unsign(stamp, max_age=SECONDS_AT_LEAST)
        except signing.SignatureExpired:
            return False
        return True

    def _stamp_anew(self) -> None:
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("stamp")] = stamp_make()
        self.data = data
