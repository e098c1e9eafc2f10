from pathlib import Path

from django.utils import translation

from nebe.core.privacy.register import retention_table

DOCS = Path(__file__).resolve().parents[4] / "docs" / "privacy"


def test_the_retention_table_is_as_registered():
    """Else: `nebe retention_table > docs/privacy/retention.md`."""
    with translation.override("en"):
        assert (DOCS / "retention.md").read_text(encoding="utf-8") == retention_table()
