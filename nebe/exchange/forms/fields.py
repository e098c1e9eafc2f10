"""Fields that clean what people type or paste."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.texts import contacts

from ..attachments import ACCEPT, file_clean
from ..images import MAX_COUNT, ImageRefused, image_clean

# Signs that turn text around or hide in it; joiners stay, since some scripts need them.
INVISIBLE = re.compile(r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d. %m. %Y", "%d/%m/%Y", "%d-%m-%Y"]


def visible(text: str) -> str:
    """`text` composed (NFC) and without direction overrides, invisible signs and controls."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n")))
    return "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Co")
    )


class LineField(forms.CharField):
    """One line of visible text."""

    def to_python(self, value):
        return " ".join(visible(super().to_python(value) or "").split())


class ParagraphField(forms.CharField):
    """Several lines of visible text."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value):
        return visible(super().to_python(value) or "").strip()


def refuse_contacts(text: str) -> None:
    """Validator of public text: phones, mails, links and addresses are asked to be taken out."""
    found = [contact.value.strip() for contact in contacts.find(text)]
    if found:
        raise forms.ValidationError(
            _(
                "Everyone can read this text. Please take out your contact: %(found)s. "
                "Whoever you want to help gets it from you later."
            ),
            params={"found": ", ".join(found)},
        )


class DateField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "invalid": gettext_lazy("Please write the date like this: 24.12.2026.")
    }

    def __init__(self, **kwargs):
        super().__init__(input_formats=DATE_FORMATS, **kwargs)


class ImagesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Pictures and PDFs of a message; cleaned to a list of `Clean` files drawn anew."""

    def __init__(self, *, most: int, **kwargs):
        self.most = most
        super().__init__(widget=ImagesInput(attrs={"accept": ACCEPT}), **kwargs)

    def clean(self, data, initial=None):
        uploads = [upload for upload in (data or []) if upload]
        if len(uploads) > self.most:
            raise forms.ValidationError(
                _("Please choose at most %(count)s files."), params={"count": self.most}
            )
        try:
            return [file_clean(upload) for upload in uploads]
        except ImageRefused as error:
            raise forms.ValidationError(error.message) from error


class ImagesField(forms.FileField):
    """Several pictures; cleaned to a list of WebP bytes."""

    widget = ImagesInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data, initial=None):
        uploads = [upload for upload in (data or []) if upload]
        if len(uploads) > MAX_COUNT:
            raise forms.ValidationError(
                _("Please choose at most %(count)s pictures."), params={"count": MAX_COUNT}
            )
        return [self._clean_one(upload) for upload in uploads]

    def _clean_one(self, upload) -> bytes:
        try:
            return image_clean(upload)
        except ImageRefused as error:
            raise forms.ValidationError(error.message) from error
