"""The guide's code runs as it stands and prints what the guide says."""

import re
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "matching.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    return BLOCK.findall(GUIDE.read_text("utf-8"))


def test_the_python_blocks_print_what_follows_them():
    names: dict = {}
    said = None
    compared = 0
    for kind, text in blocks():
        if kind == "text":
            assert said == text
            compared += 1
        elif kind == "python":
            out = StringIO()
            with redirect_stdout(out):
                exec(compile(text, str(GUIDE), "exec"), names)
            said = out.getvalue()
    assert compared == 6


def test_the_commands_run(tmp_path):
    commands = [line for kind, text in blocks() if kind == "sh" for line in text.splitlines()]
    assert len(commands) == 2
    for command in commands:
        python, *arguments = command.split()
        assert python == "python"
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path, env={"PYTHONPATH": str(GUIDE.parents[1])}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "Proven:" in done.stdout
    assert (tmp_path / "city.svg").exists()
    assert (tmp_path / "plan" / "unserved.csv").exists()


def test_the_picture_is_the_demonstrations(tmp_path):
    """Its text and its marks; their places may differ in the last digit between machines."""
    from nebe.matching.__main__ import main

    with redirect_stdout(StringIO()):
        assert main(["demo", "--out", str(tmp_path / "city.svg")]) == 0
    kept = GUIDE.parent / "pictures" / "matching-city.svg"
    drawn = [
        re.sub(r"[\d.]+", "", (path).read_text("utf-8")) for path in (kept, tmp_path / "city.svg")
    ]
    assert drawn[0] == drawn[1]
