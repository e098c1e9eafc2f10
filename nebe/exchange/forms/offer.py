"""The one form of an offer: its helper's words, each category's questions, and who it is."""

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nebe.core.people.guard import GuardedForm
from nebe.core.places.forms import MunicipalityField
from nebe.core.texts.translated import pick

from ..images import MAX_COUNT
from ..languages import SPOKEN
from ..models import Category, Offer, Question
from ..services.drafts import FILE_FIELDS, OfferDraft
from .fields import DateField, ImagesField, LineField, ParagraphField, refuse_contacts
from .groups import GroupedForm
from .kinds import KindsForm
from .questions import answers_of, fields_of, images_of, questions_of

PLACES = 4
REACHES = [
    (0, gettext_lazy("Only there")),
    (5, gettext_lazy("up to 5 km")),
    (15, gettext_lazy("up to 15 km")),
    (30, gettext_lazy("up to 30 km")),
    (60, gettext_lazy("up to 60 km")),
    (120, gettext_lazy("up to 120 km")),
    (1000, gettext_lazy("the whole country")),
]
WHAT = ["title", "text", "language"]
WHERE = ["place_1", "reach_km", "remote"]
MORE_PLACES = [f"place_{i}" for i in range(2, PLACES + 1)]
HOW = ["languages"]
MORE_HOW = [
    "capacity",
    "most_at_once",
    "available_from",
    "available_until",
    "contact_hours",
    "images",
]
HELPERS_OWN = ("contact_hours", "most_at_once")  # that no file tells
WHO = ["name", "email", "phone", "conduct"]


class CategoriesForm(KindsForm):
    """The first step: which kinds of help."""

    category = forms.MultipleChoiceField(
        label=gettext_lazy("How can you help?"),
        help_text=gettext_lazy("You can choose several."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one kind of help.")},
    )

    def chosen(self) -> list[Category]:
        return [self.categories[slug] for slug in self.cleaned_data["category"]]


class OfferDetailsForm(GroupedForm):
    """What an offer says; the fields of the chosen categories are added to it."""

    title = LineField(
        label=gettext_lazy("Your offer in a few words"),
        help_text=gettext_lazy("For example: Maths for children from 10 to 15"),
        max_length=120,
        min_length=4,
        validators=[refuse_contacts],
    )
    text = ParagraphField(
        label=gettext_lazy("Tell more about it"),
        help_text=gettext_lazy(
            "Everyone can read this. Please write no phone number, e-mail or street."
        ),
        max_length=4000,
        required=False,
        validators=[refuse_contacts],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language did you write?"), choices=settings.LANGUAGES
    )
    reach_km = forms.TypedChoiceField(
        label=gettext_lazy("How far from there do you help?"),
        choices=REACHES,
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stub allows only text
        required=False,
    )
    remote = forms.BooleanField(
        label=gettext_lazy("I can help at a distance (by phone or internet)"), required=False
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Which languages do you speak?"),
        choices=SPOKEN,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("How many people or families can you help?"),
        min_value=1,
        max_value=10_000,
        initial=1,
    )
    most_at_once = forms.IntegerField(
        label=gettext_lazy("How many people at the same time?"),
        help_text=gettext_lazy(
            "While you talk with so many, coordinators suggest you to nobody else."
        ),
        min_value=1,
        max_value=10_000,
        required=False,
    )
    available_from = DateField(label=gettext_lazy("From when?"), required=False)
    available_until = DateField(label=gettext_lazy("Until when?"), required=False)
    contact_hours = LineField(
        label=gettext_lazy("When is it good to contact you?"),
        help_text=gettext_lazy("Only those you help will see this."),
        max_length=200,
        required=False,
    )
    images = ImagesField(
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, up to 10 MB each. We remove where and when they were taken."
        ),
        required=False,
    )

    # Not marked as optional: a place or help at a distance is needed; the reach has a value.
    unmarked = frozenset({"place_1", "reach_km"})

    def __init__(self, *args, categories: list[Category], kept_images: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        self.categories = categories
        self.kept_images = kept_images
        self.questions = questions_of(categories)
        for number in range(1, PLACES + 1):
            self.fields[f"place_{number}"] = MunicipalityField(
                label=_("In which town?") if number == 1 else _("Another place"),
                required=False,
            )
        self.group(_("Your offer"), WHAT)
        for category, questions in self.questions.items():
            names: dict[bool, list[str]] = {True: [], False: []}
            for question in questions:
                fields = fields_of(question)
                self.fields.update(fields)
                names[question.required] += fields
            self.group(str(pick(category.name, get_language())), names[True], names[False])
            if any(question.kind == Question.Kind.IMAGE for question in questions):
                self.fields.pop("images", None)  # the kind asks for its own
        self.group(_("Where"), WHERE, MORE_PLACES)
        self.group(_("How and when"), HOW, MORE_HOW)

    def kinds(self) -> list[str]:
        return [str(pick(category.name, get_language())) for category in self.categories]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not self._places() and not cleaned.get("remote") and not self._place_errors():
            self.add_error("place_1", _("Please write a town, or say that you help at a distance."))
        since, until = cleaned.get("available_from"), cleaned.get("available_until")
        if since and until and until < since:
            self.add_error("available_until", _("The end is before the beginning."))
        if self.kept_images + len(self.pictures()) > MAX_COUNT:
            self.add_error(self._image_field(), _("An offer can have %d pictures.") % MAX_COUNT)
        return cleaned

    def _image_field(self) -> str:
        """Where pictures are asked for last."""
        return [name for name, field in self.fields.items() if isinstance(field, ImagesField)][-1]

    def _places(self) -> list:
        return [p for i in range(1, PLACES + 1) if (p := self.cleaned_data.get(f"place_{i}"))]

    def _place_errors(self) -> bool:
        return any(f"place_{i}" in self.errors for i in range(1, PLACES + 1))

    def draft(self) -> OfferDraft:
        data = self.cleaned_data
        answers: dict[bool, dict] = {True: {}, False: {}}
        for question in self._all_questions():
            answers[question.public] |= answers_of(question, data)
        return OfferDraft(
            categories=self.categories,
            places=list(dict.fromkeys(self._places())),
            answers=answers[True],
            internal_answers=answers[False] or "",
            **{name: data[name] for name in (*FILE_FIELDS, *HELPERS_OWN)},
        )

    def pictures(self) -> list[bytes]:
        data = self.cleaned_data
        asked = [image for q in self._all_questions() for image in images_of(q, data)]
        return [*asked, *(data.get("images") or [])]

    def _all_questions(self):
        return [question for questions in self.questions.values() for question in questions]


def initial_of(offer: Offer) -> dict:
    """What the form shows of an offer that is edited."""
    initial = {name: getattr(offer, name) for name in (*FILE_FIELDS, *HELPERS_OWN)}
    places = [place.municipality for place in offer.places.select_related("municipality")]
    initial |= {f"place_{i}": place for i, place in enumerate(places[:PLACES], start=1)}
    return initial | offer.answers | (offer.internal_answers or {})


class OfferForm(OfferDetailsForm, GuardedForm):
    """A new offer: the details and who makes it."""

    name = LineField(
        label=gettext_lazy("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("Nobody sees it until you agree. We send you a link to confirm."),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    phone = LineField(
        label=gettext_lazy("Your phone"),
        help_text=gettext_lazy("Nobody sees it until you agree."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
    )
    conduct = forms.BooleanField(
        label=gettext_lazy("I have read the code of conduct and I will keep to it."),
        error_messages={
            "required": gettext_lazy("To help here, please accept the code of conduct.")
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["conduct"].help_text = mark_safe(  # noqa: S308 (our own words and address)
            '<a href="{}" target="_blank">{}</a>'.format(
                reverse("exchange:code_of_conduct"), _("Read the code of conduct (new window)")
            )
        )
        self.group(_("About you"), WHO)
