"""A reader says whether a page was what they needed."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from nebe.core.people.access import public
from nebe.core.people.limits import limit, network_of

from ..feedback import feedback_give
from ..indexing import page_path
from ..models import Article
from ..selectors import page_find

PER_NETWORK = "120/h"
ERROR_STATUS, LIMIT_STATUS = 422, 429


class FeedbackForm(forms.Form):
    useful = forms.ChoiceField(
        label=_("Was this what you needed?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What was missing or wrong?"),
        help_text=_("Please do not write your name or phone number. We cannot answer you here."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request, path):
    found = page_find(path=path, language=get_language())
    if found is None or not isinstance(found.page, Article) or found.page.withheld():
        raise Http404
    initial = {"useful": request.GET.get("useful", "")}
    form = FeedbackForm(request.POST or None, initial=initial)
    context = {"form": form, "found": found, "page": found.page, "back": page_path(found.page)}
    if request.method != "POST":
        return render(request, "newsroom/feedback.html", context)
    if not form.is_valid():
        return render(request, "newsroom/feedback.html", context, status=ERROR_STATUS)
    if not limit("newsroom", "feedback", network_of(request), rate=PER_NETWORK):
        form.add_error(None, _("Very many answers come from your network. Please try later."))
        return render(request, "newsroom/feedback.html", context, status=LIMIT_STATUS)
    feedback_give(
        page=found.page,
        language=get_language(),
        useful=form.cleaned_data["useful"] == "yes",
        text=form.cleaned_data["text"],
    )
    return redirect("feedback_thanks")


@public
@require_safe
def thanks(request):
    return render(request, "newsroom/feedback_thanks.html")
