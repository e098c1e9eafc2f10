"""An installation for the soak, in the database of this process, and sessions of coordinators.

`python -m benchmarks.matched.prepare fill 2026` or `… sessions`, which prints them.
"""

import json
import sys
import time

import django
from django.core.management import call_command

OFFERS = 300  # of nobody: what a list and a search go through


def fill(seed: str) -> None:
    from django.utils import timezone

    from nebe.core.people.cast import cast_build
    from nebe.core.people.models import Membership, Role, User
    from nebe.core.places.loading import places_load
    from nebe.exchange.categories import categories_load
    from nebe.exchange.demo.bulk import offers_generate
    from nebe.exchange.search import offers_reindex

    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    places_load()
    categories_load()
    cast = cast_build()
    offers_generate(count=OFFERS, seed=int(seed), now=timezone.now(), controller=cast.office)
    offers_reindex()
    for organisation in (cast.pomoc, cast.breh):
        for number in range(2):
            email = f"{organisation.slug}{number}@example.org"
            user = User.objects.create_user(email, name=f"Coordinator {number}", language="en")
            Membership.objects.create(user=user, organisation=organisation, role=Role.COORDINATOR)


def sessions() -> None:
    """(organisation, cookie) of each coordinator, as JSON."""
    from nebe.core.people.models import Membership, Role

    staff = Membership.objects.filter(role=Role.COORDINATOR).order_by("user__email")
    rows = staff.select_related("user", "organisation")
    print(json.dumps([(row.organisation.slug, session_of(row.user)) for row in rows]))


def session_of(user) -> str:
    """The cookie of someone who signed in with a second factor."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": time.time()}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return session.session_key


if __name__ == "__main__":
    django.setup()
    globals()[sys.argv[1]](*sys.argv[2:])
