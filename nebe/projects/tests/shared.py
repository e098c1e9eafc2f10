"""Real files that nobody of this project wrote: see `shared/data/README.md` beside the checkout."""

import os
from pathlib import Path

import pytest

# Beside the checkout, or beside a folder that the checkout lies in.
AROUND = [folder / "shared/data" for folder in Path(__file__).parents[4:]]
BESIDE = next((folder for folder in AROUND if folder.is_dir()), AROUND[0])
FOLDER = Path(os.environ.get("NEBE_SHARED_DATA") or BESIDE)


def shared(path: str) -> Path:
    """Skips the test where the data is missing, fails in CI."""
    if not FOLDER.is_dir():
        reason = f"the real data is not at {FOLDER} (NEBE_SHARED_DATA)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return FOLDER / path
