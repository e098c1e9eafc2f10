"""An organisation in the hands of its own admins: what it says of itself, its members."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import members as services
from ..access import staff
from ..controllers import responsibilities
from ..forms import InvitationForm, OrganisationForm, RolesForm
from ..models import Role
from ..organisations import members_of, organisation_update
from ..requests import StaffRequest

admins = staff(Role.ORGANISATION_ADMIN)


@admins
def settings(request: StaffRequest) -> HttpResponse:
    organisation = request.actor.organisation
    form = OrganisationForm(
        request.POST or None,
        request.FILES or None,
        instance=organisation,
        language=get_language(),
    )
    if request.method == "POST" and form.is_valid():
        organisation_update(
            organisation=form.save(commit=False),
            actor=request.actor,
            regions=form.cleaned_data["regions"],
        )
        messages.success(request, _("Saved."))
        return redirect("people:organisation_settings")
    context = {
        "form": form,
        "organisation": organisation,
        "responsibilities": responsibilities(organisation),
    }
    return render(request, "people/organisation_settings.html", context)


@staff(Role.ORGANISATION_ADMIN, Role.AUDITOR)
def members(request: StaffRequest) -> HttpResponse:
    organisation = request.actor.organisation
    context = {
        "organisation": organisation,
        "members": members_of(organisation),
        "invitations": services.invitations_open(organisation=organisation),
        "may_change": request.actor.can(Role.ORGANISATION_ADMIN),
    }
    return render(request, "people/members.html", context)


@admins
def invite(request: StaffRequest) -> HttpResponse:
    organisation, actor = request.actor.organisation, request.actor
    grantable = services.roles_grantable(organisation=organisation, actor=actor)
    form = InvitationForm(
        request.POST or None, grantable=grantable, initial={"language": get_language()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.invitation_create(organisation=organisation, actor=actor, **form.cleaned_data)
        except services.AlreadyInvited:
            form.add_error("email", _("This address has an open invitation. Send that one again."))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("people:members")
    return render(request, "people/invite.html", {"form": form, "organisation": organisation})


@admins
@require_POST
def invitation_resend(request: StaffRequest, pk) -> HttpResponse:
    services.invitation_resend(invitation=_invitation(request, pk), actor=request.actor)
    messages.success(request, _("The invitation is on its way again."))
    return redirect("people:members")


@admins
@require_POST
def invitation_revoke(request: StaffRequest, pk) -> HttpResponse:
    services.invitation_revoke(invitation=_invitation(request, pk), actor=request.actor)
    messages.success(request, _("The invitation is revoked. Its link opens nothing any more."))
    return redirect("people:members")


@admins
def member(request: StaffRequest, pk) -> HttpResponse:
    """Roles of one member, or their end."""
    organisation, actor = request.actor.organisation, request.actor
    user, roles = _member(organisation, pk)
    grantable = services.roles_grantable(organisation=organisation, actor=actor)
    kept = [role for role in roles if role not in grantable]
    form = RolesForm(request.POST or None, grantable=grantable, initial={"roles": roles})
    if "remove" in request.POST:
        return _change(request, user, kept, form) or _member_page(request, user, form)
    if request.method == "POST" and form.is_valid():
        chosen = [*form.cleaned_data["roles"], *kept]
        return _change(request, user, chosen, form) or _member_page(request, user, form)
    return _member_page(request, user, form)


def _change(request: StaffRequest, user, roles, form: RolesForm) -> HttpResponse | None:
    try:
        services.member_roles_set(
            organisation=request.actor.organisation, user=user, roles=roles, actor=request.actor
        )
    except services.LastAdmin:
        messages.error(
            request, _("An organisation needs at least one admin. Make someone else admin first.")
        )
        return None
    messages.success(request, _("Saved."))
    return redirect("people:members" if request.user != user else "people:account")


def _member_page(request: StaffRequest, user, form: RolesForm) -> HttpResponse:
    context = {"form": form, "member": user, "organisation": request.actor.organisation}
    return render(request, "people/member.html", context)


def _member(organisation, pk):
    for user, rows in members_of(organisation).items():
        if user.pk == pk:
            return user, [row.role for row in rows]
    raise Http404


def _invitation(request: StaffRequest, pk):
    open_ones = services.invitations_open(organisation=request.actor.organisation)
    return get_object_or_404(open_ones, pk=pk)
