from typing import cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nebe.core.places.emergency import COUNTRY_NAMES
from nebe.core.places.models import Region

from .guard import GuardedForm
from .logos import logo_clean
from .models import Organisation, Role, User

ONE_LINE = RegexValidator(r"^[^\x00-\x1f\u2028-\u202e\u2066-\u2069]*$", _("Use plain text only."))


class AccountForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("Language of our mails"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(ONE_LINE)


class ElevationForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need it?"),
        help_text=_("One sentence, without names of people. It stays in the trail."),
        min_length=10,
        max_length=500,
    )


class NewAccountForm(forms.Form):
    """Name and password of an account whose address a link has proved."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        validators=[ONE_LINE],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_(
            "At least 12 characters. Three or four words that do not belong together are good. "
            "You may paste it from a password manager."
        ),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )

    def __init__(self, *args, email: str, **kwargs):
        self.email = email
        super().__init__(*args, **kwargs)

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.data.get("name", "")))
        return password


def with_https(field: models.Field, **kwargs) -> forms.Field | None:
    """An address typed without its scheme is an https one."""
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


class OrganisationForm(forms.ModelForm):
    """What an organisation says of itself; `about` is in the language of the page."""

    about = forms.CharField(
        label=_("What do you do, and for whom?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=3000,
        required=False,
    )
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRY_NAMES.items)

    class Meta:
        model = Organisation
        formfield_callback = with_https
        fields = [
            "name",
            "kind",
            "country",
            "registration_number",
            "address",
            "website",
            "email",
            "phone",
            "privacy_email",
            "regions",
            "about",
            "logo",
        ]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "address": forms.TextInput(attrs={"autocomplete": "address-line1"}),
            "website": forms.URLInput(attrs={"autocomplete": "url", "placeholder": "https://"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
            "regions": forms.CheckboxSelectMultiple,
            "logo": forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        }
        help_texts = {
            "privacy_email": _("People write here to see, correct or erase what you hold of them."),
            "logo": _("PNG, JPEG or WebP, up to 5 MB."),
        }

    def __init__(self, *args, language: str, **kwargs):
        self.language = language
        super().__init__(*args, **kwargs)
        regions = cast(forms.ModelMultipleChoiceField, self.fields["regions"])
        regions.queryset = Region.objects.filter(country__in=settings.COUNTRIES)
        self.initial["about"] = self.instance.about.get(language, "")
        for name in ("name", "registration_number", "address", "phone"):
            self.fields[name].validators.append(ONE_LINE)

    def clean_logo(self):
        logo = self.cleaned_data["logo"]
        is_new = logo and "logo" in self.changed_data
        return logo_clean(logo) if is_new else logo

    def clean_about(self):
        texts = {**self.instance.about, self.language: self.cleaned_data["about"].strip()}
        return {language: text for language, text in texts.items() if text}


class ApplicationForm(GuardedForm, OrganisationForm):
    """The public form by which an organisation asks to join."""

    applicant_name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        validators=[ONE_LINE],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    applicant_email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("We write to you here. You become the organisation's first admin."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = forms.CharField(
        label=_("Is there anything we should know?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    terms = forms.BooleanField(
        label=_(
            "We are responsible for the data of the people we help. The network's office keeps "
            "them for us and does with them only what we ask. We accept these terms."
        )
    )

    class Meta(OrganisationForm.Meta):
        fields = [name for name in OrganisationForm.Meta.fields if name != "logo"]

    @property
    def organisation_id(self) -> UUID | None:
        """Made of the form's own token, so that a form sent twice names one organisation."""
        return UUID(self.once) if hasattr(self, "once") else None

    def clean(self):
        super().clean()
        data = self.cleaned_data
        number, country = data.get("registration_number"), data.get("country")
        known = Organisation.objects.filter(
            registration_number=number,
            country=country,
            status__in=[Organisation.Status.WAITING, Organisation.Status.ACTIVE],
        ).exclude(pk__in=[self.organisation_id] if self.organisation_id else [])
        if number and known.exists():
            self.add_error(
                "registration_number",
                _("An organisation with this number is here already. Ask it to invite you."),
            )
        return data


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Write no names of people."),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=5,
        max_length=500,
    )


class DecisionForm(ReasonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "If you refuse, the applicant reads it. Write no names of people."
        )


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("What may this person do?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, grantable: list[Role], **kwargs):
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["roles"])
        field.choices = [(role.value, role.label) for role in grantable]


class InvitationForm(RolesForm):
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    field_order = ["email", "language", "roles"]
