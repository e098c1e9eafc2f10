"""Templates, like imports, look downwards only."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FLOORS = [
    ["portal", "console", "api"],
    ["exchange", "newsroom"],
    ["core/ui"],
    ["core/people"],
    ["core/privacy"],
    ["core/mail"],
    ["core/jobs"],
    ["core/places"],
    ["core/texts"],
    ["core/crypto"],
]
# The page's frame belongs to `ui`, but every app's pages stand in it.
FRAME = re.compile(r"^ui/")
USES = re.compile(r"""{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
URLS = re.compile(r"""{%-?\s*url\s+["']([\w:]+)["']""")
NAMES = re.compile(r"""\bname=["']([\w]+)["']""")


def floor_of(app: str) -> int:
    return next(level for level, apps in enumerate(FLOORS) if app in apps)


def templates():
    for apps in FLOORS:
        for app in apps:
            for path in (ROOT / app / "templates").rglob("*.*"):
                yield app, path


def owners_of_templates() -> dict[str, str]:
    return {str(path.relative_to(ROOT / app / "templates")): app for app, path in templates()}


def owners_of_urls() -> dict[str, str]:
    return {
        name: app
        for apps in FLOORS
        for app in apps
        for path in (ROOT / app).glob("urls*")
        for file in ([path] if path.is_file() else path.glob("*.py"))
        for name in NAMES.findall(file.read_text())
    }


@pytest.mark.parametrize(("app", "path"), list(templates()), ids=lambda p: getattr(p, "name", p))
def test_template_looks_downwards(app, path):
    text = path.read_text()
    used = {n: owners_of_templates().get(n) for n in USES.findall(text) if not FRAME.match(n)}
    used |= {n: owners_of_urls().get(n.split(":")[-1]) for n in URLS.findall(text)}
    rooms = {name: owner for name, owner in used.items() if owner and owner != app}
    climbing = {n: o for n, o in rooms.items() if floor_of(o) < floor_of(app)}
    beside = {n: o for n, o in rooms.items() if floor_of(o) == floor_of(app)}
    assert not climbing, f"{path} reaches up to {climbing}"
    assert not beside, f"{path} reaches across to {beside}"


def test_the_reader_finds_what_it_reads():
    assert owners_of_templates()["ui/base.html"] == "core/ui"
    assert owners_of_urls()["ui_design"] == "core/ui"
