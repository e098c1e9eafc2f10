"""What the code imports is what `make run` installs; a checkout for tests has more than that."""

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import nebe

ROOT = Path(nebe.__file__).parent
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==", re.M)
EXTRAS = ("vectors", "parquet", "ray")


@cache
def pinned(name: str) -> frozenset[str]:
    text = (ROOT.parent / "requirements" / f"{name}.txt").read_text()
    return frozenset(normal(found) for found in PINNED.findall(text))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def is_for_tests(path: Path) -> bool:
    return "tests" in path.parts or path.stem in ("testing", "settings_test", "conftest")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"nebe"}


def test_whatever_is_imported_is_installed_by_make_run():
    had = pinned("base").union(*map(pinned, EXTRAS))
    owners = packages_distributions()
    missing = {
        (str(path.relative_to(ROOT)), module)
        for path in ROOT.rglob("*.py")
        if not is_for_tests(path)
        for module in imported(path)
        if not {normal(name) for name in owners.get(module, [module])} & had
    }
    assert not missing
