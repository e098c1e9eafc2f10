"""Settings, read from the environment. Unsafe values are refused by `nebe check --deploy`."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from .logs import logging_config

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]
if "NEBE_ENV_FILE" in env.ENVIRON:
    environ.Env.read_env(env("NEBE_ENV_FILE"))
VAR_DIR = Path(env("NEBE_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# DEMO: the living demonstration of `make run`. It never opens anything but loopback.
DEMO = env.bool("NEBE_DEMO", default=False)
DEBUG = env.bool("NEBE_DEBUG", default=False)
INSECURE_SECRET = "insecure-demonstration-secret-never-use-in-production"  # noqa: S105
SECRET_KEY = env("NEBE_SECRET_KEY", default=INSECURE_SECRET)
ALLOWED_HOSTS = env.list("NEBE_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env("NEBE_BASE_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.list("NEBE_TRUSTED_ORIGINS", default=[])
NETWORK_NAME = env("NEBE_NETWORK_NAME", default="Nebe")
# Countries this installation serves, ISO 3166-1 alpha-2; the first is the default.
COUNTRIES = env.list("NEBE_COUNTRIES", default=["CZ", "PL"])
# Slug of the organisation that reads complaints about the network's own office.
COMPLAINTS_READER = env("NEBE_COMPLAINTS_READER", default="")
# Under which terms open data may be used: the address of a licence.
DATA_LICENCE = env("NEBE_DATA_LICENCE", default="https://creativecommons.org/licenses/by/4.0/")
# Which publisher of open contracting data this is; see docs/procurement.md.
OCDS_PREFIX = env("NEBE_OCDS_PREFIX", default="ocds-000000")
WEB_PROCESSES = env.int("NEBE_WEB_PROCESSES", default=1)
PROXIES = env.int("NEBE_PROXIES", default=0)  # reverse proxies of our own before the web processes

INSTALLED_APPS = [
    "nebe.config",
    "nebe.portal",
    "nebe.console",
    "nebe.api",
    "nebe.exchange",
    "nebe.exchange.search",
    "nebe.newsroom",
    "nebe.projects",
    "nebe.newsroom.search",
    "nebe.core.ui",
    "nebe.core.people",
    "nebe.core.privacy",
    "nebe.core.mail",
    "nebe.core.jobs",
    "nebe.core.places",
    "nebe.core.texts",
    "nebe.core.crypto",
    "wagtail_localize",
    "wagtail.contrib.redirects",
    "wagtail_localize.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",  # its models belong to Wagtail's core; nobody has a right to them
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_scopes",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
FORM_RENDERER = "nebe.core.ui.forms.Renderer"

MIDDLEWARE = [
    "nebe.core.privacy.context.RequestIdMiddleware",
    "nebe.config.logs.RequestLogMiddleware",
    "nebe.config.proxies.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nebe.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nebe.core.ui.language.LanguageMiddleware",
    "nebe.portal.languages.RememberLanguage",
    "nebe.newsroom.editing.old_addresses.OldAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nebe.core.people.actors.ActorMiddleware",
    "nebe.core.people.elevation.ElevationMiddleware",
    "nebe.core.people.access.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nebe.config.errors.MethodMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nebe.newsroom.cms.CmsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "nebe.config.urls"
CSRF_FAILURE_VIEW = "nebe.config.errors.csrf_failure"
WSGI_APPLICATION = "nebe.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nebe.core.ui.context.site",
            ]
        },
    }
]

# Databases: rows in `default`, personal keys in `keys` (backed up apart, see docs/operate.md).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;"
        "PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;"
        "PRAGMA journal_size_limit=67108864; PRAGMA secure_delete=ON"
    ),
}


def database(url: str) -> dict:
    """One database from its URL; SQLite is made fit for a web process and a worker."""
    config = environ.Env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return config | {"OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": 600}
    return config | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DATABASE_URL = env("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'nebe.sqlite3'}")
KEYS_DATABASE_URL = env("KEYS_DATABASE_URL", default="") or (
    f"sqlite:///{VAR_DIR / 'keys.sqlite3'}"
    if DATABASE_URL.startswith("sqlite")
    else f"{DATABASE_URL}_keys"
)
DATABASES = {"default": database(DATABASE_URL), "keys": database(KEYS_DATABASE_URL)}
DATABASE_ROUTERS = ["nebe.core.crypto.router.KeysRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "nebe_people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
IS_HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
STAFF_HOME = "console"  # the name of the page a member of staff sees first
ELEVATION_MINUTES = 30
INVITATION_DAYS = 7

ACCOUNT_ADAPTER = "nebe.core.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "nebe.core.people.account_forms.LoginForm",
    "reset_password": "nebe.core.people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "nebe.core.people.account_forms.ResetPasswordKeyForm",
    "set_password": "nebe.core.people.account_forms.SetPasswordForm",
    "change_password": "nebe.core.people.account_forms.ChangePasswordForm",
    "add_email": "nebe.core.people.account_forms.AddEmailForm",
}
MFA_FORMS = {
    "activate_totp": "nebe.core.people.account_forms.ActivateTOTPForm",
    "add_webauthn": "nebe.core.people.account_forms.AddWebAuthnForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail from us
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60 if not DEMO else SESSION_COOKIE_AGE
# Wrong passwords lock one account for one network; many people share a reception centre's network.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/15m/key",
    "reset_password": "60/m/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_ADAPTER = "nebe.core.people.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}

# Limits are counted in the cache: in memory for one web process, shared for several.
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        if DATABASE_URL.startswith("sqlite")
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "nebe_cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    )
}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("cs", "Čeština"),
    ("uk", "Українська"),
    ("pl", "Polski"),
    ("ru", "Русский"),
    ("vi", "Tiếng Việt"),
    ("ar", "العربية"),
]
LANGUAGE_NAMES = {  # for sentences in the reader's own language
    "en": _("English"),
    "cs": _("Czech"),
    "uk": _("Ukrainian"),
    "pl": _("Polish"),
    "ru": _("Russian"),
    "vi": _("Vietnamese"),
    "ar": _("Arabic"),
}
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "nebe" / "locale"]
TIME_ZONE = "Europe/Prague"
FORMAT_MODULE_PATH = ["nebe.config.formats"]
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "cms": {  # pictures as editors see them; the public gets them by /<language>/pictures/
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # A string: Wagtail writes it into the job that deletes a file.
        "OPTIONS": {"location": str(MEDIA_ROOT / "cms"), "base_url": "/cms/files/"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

WAGTAIL_SITE_NAME = NETWORK_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Accounts, passwords and mails are ours; the CMS edits pages and nothing else.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILREDIRECTS_AUTO_CREATE = False  # ours know no language: newsroom/editing
# A translation that was only begun is a draft.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Whether the check of links may ask hosts that are not public, such as loopback.
LINK_CHECK_PRIVATE = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one for the whole house
WAGTAILIMAGES_IMAGE_MODEL = "nebe_newsroom.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "nebe.newsroom.library.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10_000_000  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_RENDITION_STORAGE = "cms"
CMS_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)

# Mail: everything goes through the outbox, whose job hands it to the relay of NEBE_MAIL_URL.
EMAIL_BACKEND = "nebe.core.mail.backends.OutboxBackend"
MAIL_URL = env("NEBE_MAIL_URL", default="")  # smtp+tls://user:password@relay.example:587
if MAIL_URL:
    vars().update(env.email_url_config(MAIL_URL) | {"EMAIL_BACKEND": EMAIL_BACKEND})
MAIL_TRANSPORT = (
    "nebe.core.mail.backends.DemoBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_TIMEOUT = 20  # seconds
# Who is told that somebody of the media asks for an expert; else the office of the network.
PRESS_EMAIL = env("NEBE_PRESS_EMAIL", default="")
DEFAULT_FROM_EMAIL = env("NEBE_MAIL_FROM", default=f"{NETWORK_NAME} <nebe@localhost>")

# Keys: `id:base64 of 32 bytes`, the current one first; see docs/operate.md for rotation.
NEBE_MASTER_KEYS = env.list("NEBE_MASTER_KEYS", default=[])
NEBE_INDEX_KEY = env("NEBE_INDEX_KEY", default="")

# Over HTTPS wherever the address says so; the health pages are asked on loopback, in plain HTTP.
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^-/(live|ready)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = env.int("NEBE_HSTS_SECONDS", default=31_536_000) if IS_HTTPS else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # other subdomains are not ours
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes of a form without its files

LOGGING = logging_config(
    json_lines=env.bool("NEBE_JSON_LOGS", default=not (DEBUG or DEMO)),
    level=env("NEBE_LOG_LEVEL", default="INFO"),
)

# No request leaves the visitor's browser to a third party; the CMS has a policy of its own.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/cms/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_TAGS = {10: "info", 20: "info", 25: "good", 30: "warn", 40: "bad"}

# The audit trail's daily head and the ledger of erasures: files outside the database. Put them
# where the database's administrator cannot change them, and into the backup.
NEBE_AUDIT_HEADS = env("NEBE_AUDIT_HEADS", default=str(VAR_DIR / "audit-heads.txt"))
NEBE_AUDIT_MAIL = env.list("NEBE_AUDIT_MAIL", default=[])
NEBE_ERASURE_LEDGER = env("NEBE_ERASURE_LEDGER", default=str(VAR_DIR / "erasures.txt"))

# Machine translation of public texts, off unless a service is named; see docs/texts.md.
TRANSLATOR = env("NEBE_TRANSLATOR", default="")  # "", "lindat" or "libretranslate"
TRANSLATOR_URL = env("NEBE_TRANSLATOR_URL", default="")
TRANSLATOR_KEY = env("NEBE_TRANSLATOR_KEY", default="")
# True only where the service is the installation's own: then texts that are not public may go.
TRANSLATOR_OWN = env.bool("NEBE_TRANSLATOR_OWN", default=False)
TRANSLATOR_MONTHLY_CHARACTERS = env.int("NEBE_TRANSLATOR_MONTHLY_CHARACTERS", default=500_000)
if TRANSLATOR:
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "nebe.newsroom.translating.machine.Translator"}

# Numbers below this are not published.
STATISTICS_SMALLEST = env.int("NEBE_STATISTICS_SMALLEST", default=5)

# Days after which what nobody answers ends: see `exchange/services/match_course.py`.
MATCH_EXPIRE_DAYS = env.int("NEBE_MATCH_EXPIRE_DAYS", default=30)
# Both are told so many days before.
MATCH_WARN_DAYS = env.int("NEBE_MATCH_WARN_DAYS", default=5)

# "Is this still true?" is asked after so many days without a yes; silence hides after the grace.
STILL_TRUE_DAYS = env.int("NEBE_STILL_TRUE_DAYS", default=60)
STILL_TRUE_GRACE_DAYS = env.int("NEBE_STILL_TRUE_GRACE_DAYS", default=14)

# Mails to many: how many an organisation sends within an hour, and for how many days nobody gets
# another one, of whichever organisation.
BULK_MAIL_PER_HOUR = env.int("NEBE_BULK_MAIL_PER_HOUR", default=200)
BULK_MAIL_QUIET_DAYS = env.int("NEBE_BULK_MAIL_QUIET_DAYS", default=7)

# Sentence vectors, where the extra is installed; see docs/texts.md.
VECTORS = env.bool("NEBE_VECTORS", default=True)
