"""Settings of the tests: the ordinary ones with a key of their own and files under `.test/`."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ["NEBE_VAR"] = os.environ.get("NEBE_TEST_VAR") or str(ROOT / ".test" / "var")
os.environ["NEBE_MASTER_KEYS"] = "test:dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdCE="
os.environ["NEBE_INDEX_KEY"] = "dGVzdC1pbmRleC1rZXktdGVzdC1pbmRleC1rZXkhISE="

from .settings import *  # noqa: E402, F403

STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
if not MAIL_URL:  # noqa: F405
    MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
# Slow on purpose elsewhere; the tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
