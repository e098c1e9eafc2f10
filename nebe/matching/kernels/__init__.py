"""The compiled part: plain loops over arrays. Only these modules import numba.

They are compiled once into numba's cache; a web process never imports them.
"""

try:
    import numba  # noqa: F401
except Exception as error:  # a broken llvmlite raises OSError, a missing one ImportError
    raise ImportError(
        "nebe.matching needs numba, and it cannot be imported here: "
        f"{type(error).__name__}: {error}. Install requirements/matching.txt."
    ) from error
