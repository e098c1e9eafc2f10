"""Calls held against what a member looks for money for, and its profile."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.people.access import staff
from nebe.core.people.models import Role
from nebe.core.people.requests import StaffRequest

from ..calls import following, profiles
from ..calls.finding import CallQuestion, calls_found, whole
from ..calls.fit import Fit, fits
from ..calls.profile_forms import MailsForm, ProfileForm
from ..calls.words import amount_words

READERS = (*following.KEEPERS, Role.COORDINATOR)
ERROR_STATUS = 422


@staff(*READERS)
def ours(request: StaffRequest) -> HttpResponse:
    """Every call that is open or opens later: what fits, what does not, and why."""
    now = timezone.now()
    profile = profiles.profile_of(request.actor.organisation)
    calls = list(whole(calls_found(CallQuestion(), now=now)))
    found = fits(calls, profile, now)
    keeps = request.actor.can(*following.KEEPERS)
    follows = (
        profile.pk and keeps and following.profile_followed(profile=profile, actor=request.actor)
    )
    context = {
        "profile": profile,
        "keeps": keeps,
        "possible": [shown(one, now) for one in found if one.is_possible],
        "refused": [shown(one, now) for one in found if not one.is_possible],
        "follows": follows,
        "mails": MailsForm(initial={"every": follows.every} if follows else None),
    }
    return render(request, "projects/staff/calls/ours.html", context)


def shown(one: Fit, now) -> dict:
    status = one.call.status(now)
    return {"fit": one, "call": one.call, "status": status, "amount": amount_words(one.call)}


@staff(*following.KEEPERS)
def profile(request: StaffRequest) -> HttpResponse:
    kept = profiles.profile_of(request.actor.organisation)
    form = ProfileForm(request.POST or None, profile=kept)
    if request.method == "POST" and form.is_valid():
        profiles.profile_save(
            organisation=request.actor.organisation, values=form.cleaned_data, actor=request.actor
        )
        messages.success(request, _("Saved."))
        return redirect("projects_staff:calls_ours")
    context = {"form": form, "is_proposed": kept.pk is None}
    status = ERROR_STATUS if form.errors else 200
    return render(request, "projects/staff/calls/profile.html", context, status=status)


@staff(*following.KEEPERS)
@require_POST
def mails(request: StaffRequest) -> HttpResponse:
    """To the one who presses, as long as that one keeps the profile."""
    kept = profiles.profile_of(request.actor.organisation)
    if kept.pk is None:
        messages.error(request, _("Save the profile first."))
        return redirect("projects_staff:calls_profile")
    follows = following.profile_followed(profile=kept, actor=request.actor)
    form = MailsForm(request.POST)
    if "stop" in request.POST:
        if follows:
            following.stop(following=follows, actor=request.actor)
        messages.success(request, _("You get no more mails about calls that fit."))
    elif form.is_valid():
        following.profile_follow(
            profile=kept, every=form.cleaned_data["every"], actor=request.actor
        )
        messages.success(request, _("Done. We write to you from tomorrow on."))
    return redirect("projects_staff:calls_ours")
