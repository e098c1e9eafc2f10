"""For tests of what the extra of sentence vectors does."""

import pytest

from . import vectors

needs_vectors = pytest.mark.skipif(
    not vectors.is_installed(), reason="sentence vectors are not installed: make vectors"
)
