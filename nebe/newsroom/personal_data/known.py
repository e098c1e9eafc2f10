"""Pages about somebody."""

from django.db.models import QuerySet


def pages_erase(found: QuerySet) -> int:
    """One by one: signals take pictures, history and translations along."""
    pages = list(found)
    for page in pages:
        page.delete()
    return len(pages)
