"""Every string of the interface stands, translated and not fuzzy, in all seven catalogues."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

PACKAGE = Path(settings.BASE_DIR) / "nebe"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")
SHOWN = 15


@pytest.fixture(scope="session")
def strings(tmp_path_factory) -> set[tuple]:
    """(context, msgid, plural) of every string in code and templates, by Django's own reader."""
    if not shutil.which("xgettext"):
        if os.environ.get("CI"):
            pytest.fail("CI must have gettext")
        pytest.skip("xgettext is not installed (apt-get install gettext)")
    copy = tmp_path_factory.mktemp("strings") / "nebe"
    skipped = shutil.ignore_patterns("tests", "data", "static", "*.mo", "*.po", "__pycache__")
    shutil.copytree(PACKAGE, copy, ignore=skipped)
    (copy / "locale").mkdir(exist_ok=True)
    command = "import django, sys; django.setup(); from django.core.management import call_command;"
    command += "from django.test import override_settings\n"
    command += f"with override_settings(LOCALE_PATHS=[{str(copy / 'locale')!r}]):\n"
    command += "    call_command('makemessages', locale=['en'], extensions=['html,txt,py,svg'],"
    command += " no_location=True, verbosity=0)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "nebe.config.settings_test"}
    environment["PYTHONPATH"] = str(settings.BASE_DIR)
    subprocess.run([sys.executable, "-c", command], cwd=copy, env=environment, check=True)
    return set(messages(copy / "locale/en/LC_MESSAGES/django.po", "en"))


def messages(path: Path, language: str) -> dict[tuple, object]:
    with path.open("rb") as text:
        catalogue = read_po(text, locale=language)
    return {key(message): message for message in catalogue if message.id}


def key(message) -> tuple:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    return (message.context, *ids)


def catalogue_of(language: str) -> dict[tuple, object]:
    return messages(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po", language)


def told(keys) -> str:
    found = sorted(str(one) for one in keys)
    return f"{len(found)}:\n" + "\n".join(found[:SHOWN])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(language, strings):
    known = catalogue_of(language)
    missing = strings - set(known)
    assert not missing, f"run `make messages`; not in {language} {told(missing)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_untranslated_or_fuzzy(language):
    open_ones = [
        one
        for one, message in catalogue_of(language).items()
        if message.fuzzy or not all(texts(message))
    ]
    assert not open_ones, f"{language} {told(open_ones)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_kept(language):
    """A form of a plural may leave the number out; nothing may be invented."""
    wrong = []
    for one, message in catalogue_of(language).items():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        allowed = {found for text in ids for found in PLACEHOLDER.findall(text)}
        for text in texts(message):
            found = set(PLACEHOLDER.findall(text))
            is_plural = len(ids) > 1
            if found - allowed or (not is_plural and allowed - found):
                wrong.append(one)
    assert not wrong, f"{language} {told(wrong)}"


def texts(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


@pytest.mark.parametrize("language", LANGUAGES)
def test_gettext_reads_it(language, tmp_path):
    """What `make messages` merges into; Babel reads files that gettext's own tools refuse."""
    if not shutil.which("msgfmt"):
        if os.environ.get("CI"):
            pytest.fail("CI must have gettext")
        pytest.skip("msgfmt is not installed (apt-get install gettext)")
    catalogue = PACKAGE / f"locale/{language}/LC_MESSAGES/django.po"
    command = ["msgfmt", "--check-format", "-o", str(tmp_path / "out.mo"), str(catalogue)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
