"""An export that was handed over in the CMS: taken in by the worker, a portion at a time."""

from collections.abc import Iterable
from datetime import timedelta
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from nebe.core.privacy.audit import audit

from ..models import OldSite
from .reasons import reason, reasons_of
from .run import MovingIn, Options
from .wxr import NotAnExport

PORTION = 20  # seconds: mails and other jobs go between two portions
TELL = 1  # seconds between two signs of how far it is
FORGOTTEN = timedelta(days=7)


@transaction.atomic
def old_site_take(*, site: OldSite, pieces: Iterable[bytes], actor: Any) -> None:
    """Keep the file for the worker."""
    from ..tasks.moving_in import old_site_move_in

    site.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with site.file.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    site.save(force_insert=True)
    audit(action="old_site.take", actor=actor, row=site)
    old_site_move_in.enqueue(site.pk)


def portion_take(site: OldSite) -> bool:
    """Go on where it is, for a while; whether there is more to do."""
    if site.finished_at:
        return False
    moving = MovingIn(options_of(site))
    until = told = 0.0
    try:
        for done, steps in moving.steps(skip=site.done):
            if done <= site.done:  # done before: nothing was gained yet
                continue
            now = monotonic()
            until = until or now + PORTION
            if now > min(until, told + TELL):
                told = now
                how_far(site, moving, done, steps)
            if now > until:
                return True
    except NotAnExport as error:
        site.why = reasons_of(error)
    except FileNotFoundError:
        site.why = [reason(_("its file is gone"))]
    else:
        how_far(site, moving, site.steps, site.steps)
    finish(site)
    return False


def options_of(site: OldSite) -> Options:
    return Options(
        path=site.file,
        media=site.media,
        language=site.language,
        with_authors=site.with_authors,
        with_media=site.with_media,
    )


def how_far(site: OldSite, moving: MovingIn, done: int, steps: int) -> None:
    site.site, site.done, site.steps = moving.export.site, done, steps
    site.save(update_fields=["site", "done", "steps"])


def finish(site: OldSite) -> None:
    site.finished_at = timezone.now()
    site.save(update_fields=["finished_at", "why"])
    site.file.unlink(missing_ok=True)


def old_sites_forget() -> None:
    """Files of what was never taken in."""
    left = OldSite.objects.filter(finished_at=None, created_at__lt=timezone.now() - FORGOTTEN)
    for site in left:
        site.why = [reason(_("it was not taken in within a week"))]
        finish(site)
