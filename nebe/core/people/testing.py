"""Fixtures for the tests of all rooms: `cast` (see `cast.py`) and `client_for`."""

import time

import pytest


@pytest.fixture
def cast(db):
    """The fixed cast; the test's mark must name both databases."""
    from .cast import cast_build

    return cast_build()


@pytest.fixture
def client_for():
    """`client_for(user)`: a test client of someone signed in with a second factor.

    `mfa=False` leaves the second factor out, `elevated=True` opens an elevated session;
    `client_for(None)` is Nobody.
    """
    return make_client


def make_client(user, *, mfa: bool = True, elevated: bool = False):
    from django.test import Client

    client = Client()
    if user is None:
        return client
    client.force_login(user)
    session = client.session
    if mfa:
        # As allauth records it, see `allauth.account.authentication`.
        session["account_authentication_methods"] = [
            {"method": "mfa", "type": "totp", "at": time.time()}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
    if elevated:
        session["nebe_elevation"] = str(_elevation(user).pk)
    session.save()
    return client


def _elevation(user):
    from datetime import timedelta

    from django.utils import timezone

    from .cms import cms_rights_sync
    from .models import Elevation

    cms_rights_sync(user=user, is_elevated=True)  # as `elevation_start` does
    return Elevation.objects.create(
        user=user, reason="A test", expires_at=timezone.now() + timedelta(minutes=30)
    )
