"""The compiled part: compiled once, and anew when any of its sources changed."""

import shutil
import subprocess
import sys
from pathlib import Path

import nebe.matching

ONE = "from numba import njit\n\n@njit(cache=True)\ndef one():\n    return {}\n"
TWO = """from numba import njit

from .one import one

@njit(cache=True)
def two():
    return one() + 1
"""


def said(home: Path) -> str:
    code = "from nebe.matching.kernels.two import two; print(two())"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=home, check=True, capture_output=True, text=True).stdout


def test_a_change_in_an_imported_kernel_is_compiled_anew(tmp_path):
    kernels = tmp_path / "nebe/matching/kernels"
    kernels.mkdir(parents=True)
    for package in ("nebe", "nebe/matching"):
        (tmp_path / package / "__init__.py").touch()
    shutil.copy(Path(nebe.matching.__file__).parent / "kernels/__init__.py", kernels)
    (kernels / "one.py").write_text(ONE.format(1))
    (kernels / "two.py").write_text(TWO)
    assert said(tmp_path) == "2\n"
    assert list(kernels.rglob("*.nbi"))
    (kernels / "one.py").write_text(ONE.format(50))  # longer: it may be the same second
    assert said(tmp_path) == "51\n"
