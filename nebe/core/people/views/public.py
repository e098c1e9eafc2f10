"""Organisations as everyone sees them, and the form by which one asks to join."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from nebe.core.texts.translated import pick

from ..access import public
from ..controllers import responsibilities
from ..forms import ApplicationForm
from ..limits import limit, network_of
from ..models import Organisation
from ..organisations import organisation_register, organisations_public

PER_PAGE = 24
# A reception centre or a town hall shares one address: be generous with networks.
RATE_PER_NETWORK = "30/h"
RATE_PER_EMAIL = "3/d"


@public
def organisations(request: HttpRequest) -> HttpResponse:
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:100]
    found = organisations_public(kind=kind, text=text)
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": Organisation.Kind.choices,
        "kind": kind,
        "text": text,
    }
    return render(request, "people/organisations.html", context)


@public
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(organisations_public(), slug=slug)
    context = {
        "organisation": found,
        "about": pick(found.about, get_language()),
        "responsibilities": responsibilities(found),
    }
    return render(request, "people/organisation.html", context)


@public
@cache_control(public=True, max_age=3600)
def logo(request: HttpRequest, slug: str) -> FileResponse:
    found = get_object_or_404(organisations_public(), slug=slug)
    if not found.logo:
        raise Http404
    return FileResponse(found.logo.open("rb"), content_type="image/webp")


@public
def apply(request: HttpRequest) -> HttpResponse:
    form = ApplicationForm(request.POST or None, language=get_language())
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["applicant_email"]
        sent_before = Organisation.objects.filter(pk__in=[form.organisation_id])
        if sent_before.exists():
            return redirect("people:applied")
        if allowed(request, email):
            register(form)
            return redirect("people:applied")
        form.add_error(None, _("That is many applications. Please try again tomorrow."))
    return render(request, "people/apply.html", {"form": form})


@public
def applied(request: HttpRequest) -> HttpResponse:
    return render(request, "people/applied.html")


def allowed(request: HttpRequest, email: str) -> bool:
    return limit("apply", network_of(request), rate=RATE_PER_NETWORK) and limit(
        "apply", email.lower(), rate=RATE_PER_EMAIL
    )


def register(form: ApplicationForm) -> None:
    data = form.cleaned_data
    organisation = form.save(commit=False)
    organisation.pk = form.organisation_id
    organisation_register(
        organisation=organisation,
        regions=data["regions"],
        name=data["applicant_name"],
        email=data["applicant_email"],
        message=data["message"],
        language=form.language,
    )
