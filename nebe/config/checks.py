"""`nebe check --deploy` refuses settings that would put people at risk. Each says what to do."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.urls import resolve, reverse

from nebe.core.people.access import access_of

SHORTEST_SECRET = 40  # characters; `nebe new_key` gives 44
LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]"}

Rule = Callable[[], str]
_rules: list[tuple[str, Rule]] = []


def refuses(number: int) -> Callable[[Rule], Rule]:
    """Register a rule: it returns what is wrong and what to do, or nothing."""

    def add(rule: Rule) -> Rule:
        _rules.append((f"nebe.E{number:03}", rule))
        return rule

    return add


@register(Tags.security, deploy=True)
def refuse_unsafe_settings(app_configs, **kwargs) -> list[Error]:
    found = [(identifier, rule()) for identifier, rule in _rules]
    return [Error(problem, id=identifier) for identifier, problem in found if problem]


@refuses(1)
def secret() -> str:
    if settings.SECRET_KEY == settings.INSECURE_SECRET:
        return "NEBE_SECRET_KEY is the public default: set a random one (`nebe new_key`)."
    if len(settings.SECRET_KEY) < SHORTEST_SECRET or len(set(settings.SECRET_KEY)) < 10:
        return "NEBE_SECRET_KEY is too short to be safe: set a random one (`nebe new_key`)."
    return ""


@refuses(2)
def debug() -> str:
    return "NEBE_DEBUG is on: error pages would show data. Unset it." if settings.DEBUG else ""


@refuses(3)
def demonstration() -> str:
    if not settings.DEMO:
        return ""
    return (
        "NEBE_DEMO is on: anybody could become anyone. Unset it, and start with an empty NEBE_VAR."
    )


@refuses(4)
def one_process_on_sqlite() -> str:
    if settings.WEB_PROCESSES > 1 and _engine("default") == "sqlite3":
        return (
            "NEBE_WEB_PROCESSES is over 1 on SQLite, which serves one: use PostgreSQL "
            "(DATABASE_URL) or one process with more threads."
        )
    return ""


@refuses(5)
def https() -> str:
    if settings.BASE_URL.startswith("https://"):
        return ""
    return "NEBE_BASE_URL is not https: what people write could be read on its way."


@refuses(6)
def hosts() -> str:
    host = urlsplit(settings.BASE_URL).hostname
    if "*" in settings.ALLOWED_HOSTS or set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return f"NEBE_HOSTS must name the hosts that are served, such as {host or 'nebe.example'}."
    if host not in settings.ALLOWED_HOSTS:
        return "The host of NEBE_BASE_URL is missing in NEBE_HOSTS: links in mails would not open."
    return ""


@refuses(7)
def shared_cache() -> str:
    local = str(settings.CACHES["default"]["BACKEND"]).endswith("LocMemCache")
    if settings.WEB_PROCESSES > 1 and local:
        return (
            "Several web processes, but a cache in the memory of each: limits against abuse would "
            "not hold. Use PostgreSQL, which brings the shared cache."
        )
    return ""


@refuses(8)
def keys_apart() -> str:
    rows, keys = settings.DATABASES["default"], settings.DATABASES["keys"]
    place = ("ENGINE", "NAME", "HOST", "PORT")
    if [rows.get(part) for part in place] == [keys.get(part) for part in place]:
        return (
            "KEYS_DATABASE_URL is the database of the rows: whoever steals one has both, and an "
            "erased person stays in its backups. Give the keys a database of their own."
        )
    return ""


@refuses(9)
def mail_relay() -> str:
    if settings.MAIL_URL:
        return ""
    return "NEBE_MAIL_URL is not set: nobody could confirm anything. Name a mail relay."


@refuses(10)
def sender() -> str:
    if "@localhost" in settings.DEFAULT_FROM_EMAIL:
        return "NEBE_MAIL_FROM is not set: mails from localhost are taken for spam."
    return ""


@refuses(11)
def cms_login() -> str:
    """The CMS must have no door of its own: every page of it asks for our login first."""
    path = reverse("wagtailadmin_login")
    access = access_of(resolve(path).func, path)
    is_guarded = "nebe.core.people.access.AccessMiddleware" in settings.MIDDLEWARE
    if is_guarded and (access is None or access.kind == "cms"):
        return ""
    return "The CMS has a login of its own that asks for no second factor: guard /cms/."


def _engine(alias: str) -> str:
    return settings.DATABASES[alias]["ENGINE"].rpartition(".")[2]
