"""Refusals of `nebe check --deploy` that concern accounts."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def check_demonstration(app_configs, **kwargs):
    if settings.DEMO:
        return [
            Error(
                "The demonstration lets anyone on this computer become anyone.",
                hint="Unset NEBE_DEMO.",
                id="nebe_people.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_cookies(app_configs, **kwargs):
    if settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE:
        return []
    return [
        Error(
            "Session cookies would travel over plain HTTP.",
            hint="Serve over HTTPS and set NEBE_BASE_URL to the https:// address.",
            id="nebe_people.E002",
        )
    ]


@register(Tags.security, deploy=True)
def check_second_factor(app_configs, **kwargs):
    if "allauth.mfa" in settings.INSTALLED_APPS and not settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN:
        return []
    return [
        Error(
            "Passkeys would be accepted from an insecure address.",
            hint="Unset NEBE_DEMO and serve over HTTPS.",
            id="nebe_people.E003",
        )
    ]
