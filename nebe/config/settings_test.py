"""Settings of the tests: the ordinary ones with a key of their own and files under `.test/`."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ["NEBE_VAR"] = os.environ.get("NEBE_TEST_VAR") or str(ROOT / ".test" / "var")
os.environ["NEBE_MASTER_KEYS"] = "test:dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdCE="
os.environ["NEBE_INDEX_KEY"] = "dGVzdC1pbmRleC1rZXktdGVzdC1pbmRleC1rZXkhISE="

# The browser tests keep an event loop in the process that also runs the other tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from .settings import *  # noqa: E402, F403

STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
if not MAIL_URL:  # noqa: F405
    MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
# Slow on purpose elsewhere; the tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The tests of sentence vectors switch them on, so that all others are the same with and without.
VECTORS = False
# A page that asks the database once for each of its rows fails its test.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # noqa: F405
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]  # noqa: F405
ZEAL_ALLOWLIST = [
    # Signing in and the CMS are others' code; they ask as they ask.
    {"model": "account.*", "field": "*"},
    {"model": "mfa.*", "field": "*"},
    {"model": "usersessions.*", "field": "*"},
    {"model": "wagtail*.*", "field": "*"},
    {"model": "nebe_newsroom.*", "field": "*"},
    {"model": "auth.*", "field": "*"},
    {"model": "contenttypes.*", "field": "get()"},  # the editor of translations
    {"model": "sessions.*", "field": "*"},
    # The demonstration's cast is made one by one.
    {"model": "nebe_people.*", "field": "get()"},
]
