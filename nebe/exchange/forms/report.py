from django import forms
from django.utils.translation import gettext_lazy as _

from nebe.core.people.guard import GuardedForm
from nebe.core.people.models import Organisation

from ..models import Complaint, Report
from .fields import LineField, ParagraphField

CONTACT_HELP = _("Only if you want an answer. An e-mail or a phone number.")


class ReportForm(GuardedForm):
    """Something about an offer or a message is wrong."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    text = ParagraphField(label=_("Tell us more"), max_length=3000, required=False)
    contact = LineField(
        label=_("How can we reach you?"), help_text=CONTACT_HELP, max_length=200, required=False
    )


class ComplaintForm(GuardedForm):
    """About a person or an organisation; the name is never asked."""

    about = forms.ChoiceField(
        label=_("Whom is it about?"), choices=Complaint.About.choices, widget=forms.RadioSelect
    )
    about_organisation = forms.ModelChoiceField(
        label=_("Which organisation?"),
        help_text=_("If it is about an organisation or its staff. Its own people do not read it."),
        queryset=Organisation.objects.filter(status=Organisation.Status.ACTIVE),
        empty_label=_("I do not know, or none"),
        required=False,
    )
    text = ParagraphField(
        label=_("What happened?"),
        help_text=_("Where, when, and who, as far as you know and want to say."),
        max_length=6000,
        min_length=5,
    )
    contact = LineField(
        label=_("How can we reach you?"), help_text=CONTACT_HELP, max_length=200, required=False
    )


class ObjectionForm(GuardedForm):
    """Someone does not want to be watched by signals, or thinks that a ban is wrong."""

    text = ParagraphField(
        label=_("What do you object to, and why?"),
        help_text=_("If it is about an offer, write its number."),
        max_length=6000,
        min_length=5,
    )
    contact = LineField(
        label=_("How can we reach you?"), help_text=CONTACT_HELP, max_length=200, required=False
    )
