"""How allauth behaves in this house: no strangers' accounts, no stored addresses, our lock-out."""

import base64
import time
import uuid
from io import BytesIO

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nebe.core.crypto.keys import seal, subject_key, unseal

from .limits import address_pseudonym, network_of, pseudonym
from .models import Membership

# Secrets of second factors are sealed with a key of the installation, wrapped like a person's.
INSTALLATION = uuid.UUID(int=1)
CONTEXT = b"nebe_people.second_factor"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many wrong tries. Wait 15 minutes, or set a new password by mail."
        ),
        "email_password_mismatch": _(
            "The e-mail or the password is not right. Check both and try again."
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        """Accounts come from an invitation or from a helper's private link, nowhere else."""
        return False

    def get_client_ip(self, request) -> str:
        return address_pseudonym(request)

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Who has just signed in has just proved who they are."""
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        is_fresh = any(record["at"] > since for record in records)
        return not is_fresh and super().is_reauthentication_required(app=app)

    def get_login_redirect_url(self, request) -> str:
        is_member = Membership.objects.filter(user=request.user).exists()
        return reverse(settings.STAFF_HOME if is_member else "people:account")

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Lock an account for one network only: nobody can lock someone else out of theirs."""
        email = credentials.get("email") or ""
        return pseudonym("login", email.lower(), network_of(request))


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Your work needs a second step. Set up another one first, then remove this one."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one second step."""
        others = (
            Authenticator.objects.filter(user=authenticator.user)
            .exclude(pk=authenticator.pk)
            .exclude(type=Authenticator.Type.RECOVERY_CODES)
        )
        is_member = Membership.objects.filter(user=authenticator.user).exists()
        return others.exists() or not is_member

    def build_totp_svg(self, url: str) -> str:
        """On white, so that it can be read from a dark page too."""
        picture = BytesIO()
        segno.make(url).save(picture, kind="svg", scale=5, light="#fff", xmldecl=False)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        key = subject_key(INSTALLATION, create=True)
        return base64.b64encode(seal(key, text.encode(), CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return unseal(subject_key(INSTALLATION), sealed, CONTEXT).decode()

    def get_totp_issuer(self) -> str:
        return settings.NETWORK_NAME

    def _get_site_name(self) -> str:
        return settings.NETWORK_NAME
