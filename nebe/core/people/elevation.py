"""A network admin's time-limited session: opened with a written reason, audited throughout."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nebe.core.privacy.audit import audit

from .actors import ELEVATION, StaffActor
from .cms import cms_rights_sync
from .models import Elevation


@transaction.atomic
def elevation_start(*, actor: StaffActor, reason: str) -> Elevation:
    elevation = Elevation.objects.create(
        user=actor.user,
        reason=reason,
        expires_at=timezone.now() + timedelta(minutes=settings.ELEVATION_MINUTES),
    )
    audit(action="elevation.start", actor=actor, row=elevation, reason=reason)
    cms_rights_sync(user=actor.user, is_elevated=True)
    return elevation


@transaction.atomic
def elevation_end(*, actor: StaffActor) -> None:
    assert actor.elevation  # the view asks first
    Elevation.objects.filter(pk=actor.elevation.pk, ended_at=None).update(ended_at=timezone.now())
    audit(action="elevation.end", actor=actor, row=actor.elevation)
    cms_rights_sync(user=actor.user)


class ElevationMiddleware:
    """Writes every request of an elevated session to the trail, by the name of its address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.actor.is_elevated:
            audit(
                action="elevation.request",
                actor=request.actor,
                row=request.actor.elevation,
                reason=f"{request.method} {request.resolver_match.view_name}",
            )
        elif ELEVATION in request.session:  # it has run out
            del request.session[ELEVATION]
            if request.actor.is_signed_in:
                cms_rights_sync(user=request.actor.user)
