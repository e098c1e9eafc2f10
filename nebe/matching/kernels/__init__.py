"""The compiled part: plain loops over arrays. Only these modules import numba.

They are compiled once into a cache, by the sources of all of them: numba alone would go on with an
old copy of a function that another file imports. A web process never imports them.
"""

import os
from hashlib import blake2b
from pathlib import Path

try:
    import numba
except Exception as error:  # a broken llvmlite raises OSError, a missing one ImportError
    raise ImportError(
        "nebe.matching needs numba, and it cannot be imported here: "
        f"{type(error).__name__}: {error}. Install requirements/matching.txt."
    ) from error

HERE = Path(__file__).parent


def cache_home() -> Path:
    """Where the operator says, else beside the sources, else in the user's own cache."""
    if said := os.environ.get("NUMBA_CACHE_DIR"):
        return Path(said)
    return HERE / "__pycache__" if os.access(HERE, os.W_OK) else Path.home() / ".cache/nebe"


def sources() -> str:
    """A short name of what the sources say."""
    said = b"".join(path.read_bytes() for path in sorted(HERE.glob("*.py")))
    return blake2b(said, digest_size=6).hexdigest()


numba.config.CACHE_DIR = str(cache_home() / f"kernels-{sources()}")  # type: ignore[attr-defined]
