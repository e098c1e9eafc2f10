"""What a coordinator narrows the list of offers by."""

from datetime import date
from typing import cast

from django import forms
from django.conf import settings
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nebe.core.people.actors import Actor, StaffActor
from nebe.core.places.models import Region
from nebe.core.texts.translated import pick

from ..models import Category, Offer, OfferCategory, OfferPlace, Report, Tag, Vetting
from ..search import TOTAL_LIMIT, Criteria, offers_search
from ..services.still_true import OFFERS_SILENT
from ..services.vetting_ends import vettings_ending

Status = Offer.Status
HANDED_OVER = Q(handed_over_at__isnull=False)
NOT_LISTED = (Status.UNCONFIRMED, Status.WITHDRAWN)
WHOSE = (
    ("mine", pgettext_lazy("offers", "mine")),
    ("ours", pgettext_lazy("offers", "my organisation's")),
    ("nobody", pgettext_lazy("offers", "nobody's yet")),
    ("overdue", pgettext_lazy("offers", "overdue")),
)


class FilterForm(forms.Form):
    """Everything is optional; what cannot be read is left out rather than refused."""

    class Handler:
        MINE, NEW, NOBODY, OTHERS = "mine", "new", "nobody", "others"

    whose = forms.ChoiceField(label=_("Whose"), required=False, choices=[("", _("all")), *WHOSE])
    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    category = forms.MultipleChoiceField(label=_("Kind of help"), required=False)
    status = forms.MultipleChoiceField(
        label=_("Status"),
        required=False,
        choices=[(s.value, s.label) for s in Status if s not in NOT_LISTED],
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    language = forms.ChoiceField(label=_("Language spoken"), required=False)
    handler = forms.ChoiceField(
        label=_("Taken on by"),
        required=False,
        choices=[
            ("", _("anyone or nobody")),
            (Handler.MINE, _("my organisation")),
            (Handler.NEW, _("my organisation, handed over and not seen yet")),
            (Handler.NOBODY, _("nobody yet")),
            (Handler.OTHERS, _("another organisation")),
        ],
    )
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    waits = forms.BooleanField(label=_("Waits for vetting"), required=False)
    ends_soon = forms.BooleanField(label=_("Vetting ends soon"), required=False)
    reported = forms.BooleanField(label=_("Was reported"), required=False)
    silent = forms.BooleanField(label=_("No answer whether it is still true"), required=False)

    def __init__(self, *args, actor: StaffActor, **kwargs):
        super().__init__(*args, **kwargs)
        categories = Category.objects.filter(active=True)
        self._offer_choices(
            "category", [(one.pk, str(pick(one.name, get_language()))) for one in categories]
        )
        regions = [(r.pk, f"{r.name} ({r.country})") for r in Region.objects.all()]
        self._offer_choices("region", [("", _("all")), *regions])
        self._offer_choices("language", [("", _("all")), *settings.LANGUAGE_NAMES.items()])
        tags = Tag.objects.filter(organisation=actor.organisation).values_list("pk", "name")
        self._offer_choices("tag", [("", _("all")), *tags])

    def _offer_choices(self, name: str, choices: list) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def values(self) -> dict:
        """The readable part of the input."""
        self.is_valid()
        return self.cleaned_data


def offers_for_worklist(*, values: dict, actor: Actor) -> QuerySet[Offer]:
    """The offers a coordinator may see (all that were confirmed), narrowed; newest first."""
    offers = Offer.objects.exclude(status__in=NOT_LISTED).order_by("-number")
    if words := values.get("q"):
        offers = offers.filter(pk__in=_ids_with(words))
    if slugs := values.get("category"):
        offers = offers.filter(_has(OfferCategory, category__in=slugs))
    if statuses := values.get("status"):
        offers = offers.filter(status__in=statuses)
    if region := values.get("region"):
        offers = offers.filter(_has(OfferPlace, municipality__region=region))
    if language := values.get("language"):
        # JSON as text: SQLite has no `contains` for lists.
        offers = offers.annotate(spoken=Cast("languages", TextField()))
        offers = offers.filter(spoken__contains=f'"{language}"')
    if values.get("waits"):
        offers = offers_waiting(offers)
    if values.get("ends_soon"):
        offers = offers.filter(pk__in=vettings_ending(timezone.localdate()).values("offer"))
    if values.get("reported"):
        offers = offers.filter(_has(Report))
    if values.get("silent"):
        offers = offers.filter(OFFERS_SILENT)
    if tag := values.get("tag"):
        offers = offers.filter(handler=actor.organisation).filter(
            Exists(Offer.tags.through.objects.filter(offer=OuterRef("pk"), tag=tag))
        )
    offers = _whose(offers, values.get("whose"), actor)
    return _handled(offers, values.get("handler"), actor)


def offers_overdue(today: date) -> Q:
    """To be looked at again by today, or still live though the helper's time is over."""
    return Q(follow_up_on__lte=today) | Q(status=Status.LIVE, available_until__lt=today)


def _whose(offers: QuerySet[Offer], whose: str | None, actor: Actor) -> QuerySet[Offer]:
    if whose == "nobody":
        return offers.filter(handler=None)
    if whose in ("mine", "ours", "overdue"):
        offers = offers.filter(handler=actor.organisation)
    if whose == "mine":
        return offers.filter(_is_mine(actor))
    if whose == "overdue":
        return offers.filter(offers_overdue(timezone.localdate()))
    return offers


def _is_mine(actor: Actor) -> Exists:
    return Exists(Offer.assignees.through.objects.filter(offer=OuterRef("pk"), user=actor.user))


def offers_counted(actor: Actor) -> dict[str, int]:
    """How many offers there are for each choice of `whose`."""
    listed = Offer.objects.exclude(status__in=NOT_LISTED)
    ours = listed.filter(handler=actor.organisation).alias(is_mine=_is_mine(actor))
    counts = ours.aggregate(
        mine=Count("pk", filter=Q(is_mine=True)),
        ours=Count("pk"),
        overdue=Count("pk", filter=offers_overdue(timezone.localdate())),
    )
    return counts | {"nobody": listed.filter(handler=None).count()}


def offers_waiting(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Offers of which some kind of help waits for a coordinator's answer."""
    answers = Vetting.objects.filter(offer=OuterRef("offer"), category=OuterRef("category"))
    is_no = Q(accepted=False, withdrawn_at=None)
    refused = Subquery(
        answers.order_by("-at", "-pk").annotate(no=is_no).values("no")[:1],
        output_field=BooleanField(),
    )
    kinds = OfferCategory.objects.alias(refused=Coalesce(refused, False)).filter(
        refused=False,
        offer=OuterRef("pk"),
        public=False,
        category__openness=Category.Openness.VETTED,
    )
    return offers.filter(Exists(kinds), status__in=[Status.WAITING, Status.LIVE])


def with_changes(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """`is_changed`: the helper changed what an organisation had said yes to."""
    lapsed = Vetting.objects.filter(offer=OuterRef("pk")).exclude(given_for="")
    return offers.annotate(is_changed=Exists(lapsed))


def _ids_with(words: str) -> list:
    """The newest `TOTAL_LIMIT` offers with these words."""
    criteria = Criteria(text=words, audience="staff")
    return offers_search(criteria, size=TOTAL_LIMIT).ids


def _has(model, **conditions) -> Exists:
    return Exists(model.objects.filter(offer=OuterRef("pk"), **conditions))


def _handled(offers: QuerySet[Offer], handler: str | None, actor: Actor) -> QuerySet[Offer]:
    if handler == FilterForm.Handler.MINE:
        return offers.filter(handler=actor.organisation)
    if handler == FilterForm.Handler.NEW:
        return offers.filter(HANDED_OVER, handler=actor.organisation)
    if handler == FilterForm.Handler.NOBODY:
        return offers.filter(handler=None)
    if handler == FilterForm.Handler.OTHERS:
        return offers.exclude(handler=None).exclude(handler=actor.organisation)
    return offers
