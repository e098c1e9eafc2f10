"""Pictures that lack something, and where each is used; filters of Wagtail's own lists."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.forms.choosers import BaseFilterForm, CollectionFilterMixin, SearchFilterMixin
from wagtail.images.permissions import permission_policy
from wagtail.images.views import chooser, images
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import page_permission_policy

from nebe.core.people.access import cms

from ..models import Picture
from ..views.cms_paging import paged
from .lacks import choices, lacks_of, narrowed, with_lacks

LABEL = gettext_lazy("What is missing")


class LackFilter(forms.Form):
    lack = forms.ChoiceField(label=LABEL, choices=choices, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Words in"),
        choices=lambda: [("", _("all")), *settings.LANGUAGE_NAMES.items()],
        required=False,
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("How it may be used"),
        choices=lambda: [("", _("all")), *Picture.Licence.choices],
        required=False,
    )


@cms
@require_safe
def pictures(request):
    """What lacks anything, unless something else is asked for; newest first."""
    form = LackFilter({"lack": "any", **request.GET.dict()})
    form.is_valid()
    wanted = form.cleaned_data
    own = permission_policy.instances_user_has_any_permission_for(request.user, ["change"])
    found = narrowed(own, wanted.get("lack", ""), wanted.get("language", ""))
    if wanted.get("licence"):
        found = found.filter(licence=wanted["licence"])
    found = with_lacks(found).order_by("-created_at", "-pk")
    listed = paged(request, found)
    shown = listed["page_obj"].object_list
    used = pages_by_picture(shown, request.user)
    context = {
        "page_title": _("Pictures that lack something"),
        "header_icon": "image",
        "form": form,
        "rows": [(each, lacks_of(each), used[each.pk]) for each in shown],
        **listed,
    }
    return render(request, "newsroom/cms/pictures.html", context)


def pages_by_picture(pictures: Iterable[Picture], user: Any) -> dict[int, list[Page]]:
    """The pages, among those that the user may change, on which each picture stands."""
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Picture),
        to_object_id__in=[str(each.pk) for each in pictures],
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    pairs = {(int(to), int(at)) for to, at in rows.values_list("to_object_id", "object_id")}
    own = page_permission_policy.instances_user_has_permission_for(user, "change")
    pages = own.filter(pk__in={at for _to, at in pairs}).select_related("locale").in_bulk()
    found: dict[int, list[Page]] = defaultdict(list)
    for to, at in sorted(pairs):
        if at in pages:
            found[to].append(pages[at])
    return found


class PictureFilterSet(images.ImagesFilterSet):
    lack = django_filters.ChoiceFilter(
        label=LABEL,
        choices=lambda: choices()[1:],
        method="lacking",
        widget=forms.RadioSelect,
        empty_label=None,
    )

    class Meta(images.ImagesFilterSet.Meta):
        pass

    def lacking(self, pictures, _name, wanted):
        return narrowed(pictures, wanted)


class PictureIndexView(images.IndexView):
    filterset_class = PictureFilterSet


class PictureFilterForm(CollectionFilterMixin, SearchFilterMixin, BaseFilterForm):
    lack = forms.ChoiceField(label=LABEL, choices=choices, required=False)
    field_order = ["q", "lack"]

    def filter(self, objects):
        """Before the words are searched for: what the search gives cannot be narrowed."""
        return super().filter(narrowed(objects, self.cleaned_data["lack"]))


class PictureChooseView(chooser.ImageChooseView):
    filter_form_class = PictureFilterForm


class PictureChooseResultsView(chooser.ImageChooseResultsView):
    filter_form_class = PictureFilterForm


class PictureChooserViewSet(chooser.ImageChooserViewSet):
    choose_view_class = PictureChooseView
    choose_results_view_class = PictureChooseResultsView
