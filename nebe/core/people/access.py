"""Who may open a view. Each view says so by one decorator; a view that says nothing is a 404."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from .actors import Actor
from .cms import edits_for_network, is_open
from .models import Role

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Access:
    """`kind` is public, bearer, signed_in, staff, network_editor, network_admin or cms; `roles`
    narrow staff."""

    kind: str
    roles: frozenset[Role] = frozenset()

    def __call__(self, view: Callable) -> Callable:
        view.access = self  # type: ignore[attr-defined]  # functions take attributes
        return view

    def __str__(self):
        return self.kind + (f"({', '.join(sorted(self.roles))})" if self.roles else "")


public = Access("public")
bearer = Access("bearer")  # the view itself opens the private link
signed_in = Access("signed_in")
network_admin = Access("network_admin", frozenset({Role.NETWORK_ADMIN}))
network_editor = Access("network_editor", frozenset({Role.EDITOR}))  # not those of its members
cms = Access("cms", frozenset({Role.EDITOR, Role.NETWORK_ADMIN}))


def staff(*roles: Role) -> Access:
    """Members with one of the roles, or with any; auditors may read and never change."""
    return Access("staff", frozenset(roles))


# Views of others and of lower floors carry no decorator: the longest matching module decides.
THIRD_PARTY = {
    "allauth": public,  # asks for a login itself where one is needed
    "django.contrib.staticfiles": public,
    "django.views.defaults": public,
    "django.views.generic.base": public,
    "django.views.i18n": public,
    "django.views.static": public,
    "nebe.core.places": public,
    "ninja": public,
    "wagtail": cms,
    "wagtail.contrib.sitemaps": public,
    "wagtail.documents.views.serve": public,
    "wagtail.images.views.serve": public,
    "wagtail.views": public,
    "wagtail_localize": cms,
}
# Wagtail wraps the views of its admin in code of Django's, so the address decides first.
CMS_PREFIX = "/cms/"


def access_of(view: Callable, path: str) -> Access | None:
    """The rule for a view at this path; None when nobody wrote one."""
    if path.startswith(CMS_PREFIX):
        return cms
    if hasattr(view, "access"):
        return view.access
    owner = getattr(view, "view_class", view)
    while isinstance(owner, partial):
        owner = owner.func
    module = owner.__module__
    while module:
        if module in THIRD_PARTY:
            return THIRD_PARTY[module]
        module = module.rpartition(".")[0]
    return None


def is_allowed(access: Access, actor: Actor, *, method: str = "GET") -> bool:
    """Whether the actor's roles open the view; a second factor is asked for apart."""
    if access.kind in ("public", "bearer"):
        return True
    if access.kind == "signed_in":
        return actor.is_signed_in
    if access.kind == "staff":
        roles = access.roles or frozenset(Role)
        # Elevation is asked for where it matters, by `network_admin`.
        held = actor.roles & roles
        return bool(held) and (method in SAFE_METHODS or held != {Role.AUDITOR})
    if access.kind == "network_editor":
        return edits_for_network(actor)
    return not actor.roles.isdisjoint(access.roles)


class AccessMiddleware:
    """Lets a request through to its view, or leads it to the step that is missing, or 404.

    What someone signed in sees stays in no cache: the next one at a shared computer goes back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.actor.is_signed_in and "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        access = access_of(view, request.path)
        if access is None:
            raise Http404
        actor = request.actor
        if access.kind not in ("public", "bearer"):
            if not actor.is_signed_in:
                return redirect_to_login(request.get_full_path())
            if not is_allowed(access, actor, method=request.method):
                raise Http404
            if actor.is_staff and not actor.has_mfa:
                return redirect("mfa_index")
            if needs_elevation(access, actor):
                return to_elevation(request)
            if access == cms and not is_open(actor, request.resolver_match.view_name):
                raise Http404
        return None


def needs_elevation(access: Access, actor: Actor) -> bool:
    if access.kind not in ("network_admin", "cms"):
        return False
    return not actor.can(*access.roles)


def to_elevation(request: HttpRequest) -> HttpResponse:
    """To the page that opens an elevated session, and back."""
    next_page = request.get_full_path() if request.method in SAFE_METHODS else "/"
    return redirect(f"{reverse('people:elevate')}?{urlencode({'next': next_page})}")
