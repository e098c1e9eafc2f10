"""docs/operate.md names every setting that is read, and no other; its commands exist."""

import re

from django.core.management import get_commands

from nebe.config.processes import FILE

ROOT = FILE.parent
TEXT = (ROOT / "docs/operate.md").read_text()
READ = re.compile(r"""(?:env(?:\.\w+)?|environ\.get)\(\s*["']((?:NEBE_|KEYS_|DATABASE_)\w+)["']""")


def settings_read() -> set[str]:
    sources = (ROOT / "nebe").rglob("*.py")
    code = [path.read_text() for path in sources if "tests" not in path.parts]
    return {name for text in code for name in READ.findall(text)} - {"NEBE_TEST_VAR"}


def test_the_table_of_settings_is_complete():
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", TEXT, re.MULTILINE))
    assert table == settings_read()


def test_its_commands_exist():
    named = set(re.findall(r"(?:^|`|&& )nebe ([a-z_]+)", TEXT, re.MULTILINE))
    assert "restore" in named
    assert named <= set(get_commands())
