"""Real files that nobody of this project wrote: see `shared/data/README.md` beside the checkout."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("NEBE_SHARED_DATA") or Path(__file__).parents[4] / "shared/data")


def shared(path: str) -> Path:
    """Skips the test where the data is missing, fails in CI."""
    if not FOLDER.is_dir():
        reason = f"the real data is not at {FOLDER} (NEBE_SHARED_DATA)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return FOLDER / path
