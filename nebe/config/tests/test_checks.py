import pytest
from django.core.checks import run_checks

from nebe.config import checks

SAFE = {
    "SECRET_KEY": "b3f0c1d2e4a5968778695a4b3c2d1e0f-Nebe-Test-Only",
    "DEBUG": False,
    "DEMO": False,
    "WEB_PROCESSES": 2,
    "BASE_URL": "https://nebe.example.org",
    "ALLOWED_HOSTS": ["nebe.example.org"],
    "MAIL_URL": "smtp+tls://relay.example.org:587",
    "DEFAULT_FROM_EMAIL": "Nebe <nebe@nebe.example.org>",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}},
    "DATABASES": {
        "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "nebe"},
        "keys": {"ENGINE": "django.db.backends.postgresql", "NAME": "nebe_keys"},
    },
}
SQLITE = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "nebe.sqlite3"},
    "keys": {"ENGINE": "django.db.backends.sqlite3", "NAME": "keys.sqlite3"},
}
SAME = dict.fromkeys(("default", "keys"), SAFE["DATABASES"]["default"])


@pytest.fixture(autouse=True)
def safe(settings):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    return settings


def found() -> set[str]:
    return {error.id for error in checks.refuse_unsafe_settings(None)}


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
class TestRefusals:
    def test_safe_settings_pass(self):
        assert found() == set()

    @pytest.mark.parametrize(
        ("identifier", "unsafe"),
        [
            ("nebe.E001", {"SECRET_KEY": "insecure-demonstration-secret-never-use-in-production"}),
            ("nebe.E001", {"SECRET_KEY": "short"}),
            ("nebe.E001", {"SECRET_KEY": "a" * 60}),
            ("nebe.E002", {"DEBUG": True}),
            ("nebe.E003", {"DEMO": True}),
            ("nebe.E004", {"DATABASES": SQLITE}),
            ("nebe.E005", {"BASE_URL": "http://nebe.example.org"}),
            ("nebe.E006", {"ALLOWED_HOSTS": ["*"]}),
            ("nebe.E006", {"ALLOWED_HOSTS": ["localhost", "127.0.0.1"]}),
            ("nebe.E006", {"ALLOWED_HOSTS": ["other.example.org"]}),
            (
                "nebe.E007",
                {
                    "CACHES": {
                        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
                    }
                },
            ),
            ("nebe.E008", {"DATABASES": SAME}),
            ("nebe.E009", {"MAIL_URL": ""}),
            ("nebe.E010", {"DEFAULT_FROM_EMAIL": "Nebe <nebe@localhost>"}),
            ("nebe.E011", {"MIDDLEWARE": []}),
        ],
    )
    def test_an_unsafe_one_is_refused(self, safe, identifier, unsafe):
        for name, value in unsafe.items():
            setattr(safe, name, value)
        assert found() == {identifier}

    def test_one_process_on_sqlite_is_fine(self, safe):
        safe.DATABASES, safe.WEB_PROCESSES = SQLITE, 1
        assert found() == set()


def test_every_refusal_says_what_to_do():
    assert len({identifier for identifier, _ in checks._rules}) == len(checks._rules) == 11


@pytest.mark.django_db(databases=["default", "keys"])
def test_they_run_with_deploy_only(safe):
    safe.MAIL_URL = ""
    assert "nebe.E009" in {message.id for message in run_checks(include_deployment_checks=True)}
    assert "nebe.E009" not in {message.id for message in run_checks()}
