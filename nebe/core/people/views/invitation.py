"""The pages behind an invitation, and the account a helper may make."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from nebe.core.mail.links import LinkExpired, link_use
from nebe.core.mail.models import Link

from ..access import bearer
from ..forms import NewAccountForm
from ..members import InvitationGone, account_create, invitation_accept, invitation_standing
from ..models import Person, User

ACCOUNT_FOR = "nebe_account_for"


def invitation(request: HttpRequest, link: Link) -> HttpResponse:
    """Show who invites; the button takes the place, with a new account where there is none."""
    try:
        standing = invitation_standing(link.target)
    except InvitationGone as gone:
        raise LinkExpired from gone
    user = User.objects.filter(email=standing.email).first()
    form = NewAccountForm(request.POST or None, email=standing.email)
    if request.method == "POST" and (user or form.is_valid()):
        is_new = user is None
        with transaction.atomic():  # a failure leaves a link that still works
            link_use(link)
            user = user or account_create(
                email=standing.email, language=get_language(), **form.cleaned_data
            )
            try:
                invitation_accept(invitation=standing, user=user)
            except InvitationGone as gone:
                raise LinkExpired from gone
        messages.success(
            request, _("You now work with %(name)s.") % {"name": standing.organisation.name}
        )
        if is_new:
            sign_in(request, user)
        return redirect(settings.STAFF_HOME)
    context = {"invitation": standing, "form": None if user else form}
    return render(request, "people/invitation.html", context)


def invitation_used(request: HttpRequest, link: Link) -> HttpResponse:
    """The place is taken: on to work, by signing in; the link itself opens nothing any more."""
    if request.user.is_authenticated:
        return redirect(settings.STAFF_HOME)
    return render(
        request, "people/invitation_used.html", {"work_url": reverse(settings.STAFF_HOME)}
    )


def account_offer(request: HttpRequest, person: Person) -> str:
    """For a room whose private link was opened: where this person can make an account."""
    request.session[ACCOUNT_FOR] = str(person.pk)
    return "people:account_create"


@bearer
def account_new(request: HttpRequest) -> HttpResponse:
    """An account for a helper, whose address their private link has proved."""
    with scopes_disabled():
        known = request.session.get(ACCOUNT_FOR)
        person = Person.objects.filter(pk=known).first() if known else None
    if person is None or not person.email:
        raise Http404
    user = User.objects.filter(email=person.email.lower()).first()
    form = NewAccountForm(request.POST or None, email=person.email, initial={"name": person.name})
    if request.method == "POST" and (user or form.is_valid()):
        is_new = user is None
        user = user or account_create(
            email=person.email, language=person.language, **form.cleaned_data
        )
        with scopes_disabled():
            Person.objects.filter(pk=person.pk).update(user=user)
        del request.session[ACCOUNT_FOR]
        if is_new:
            sign_in(request, user)
        return redirect("people:account")
    context = {"form": None if user else form, "email": person.email}
    return render(request, "people/account_new.html", context)


def sign_in(request: HttpRequest, user: User) -> None:
    """Sign in someone who has just chosen their password."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, "password", email=user.email)
