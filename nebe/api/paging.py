"""Lists in pages, each with the address of the next."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import HttpRequest

from nebe.core.mail.addresses import full

from .schemas import Paged


class Rows(Protocol):
    """A `QuerySet`, or what can be asked the same."""

    def count(self) -> int: ...

    def __getitem__(self, span: slice, /) -> Any: ...


def paged(
    request: HttpRequest, query: Paged, rows: Rows, items: Callable[[Sequence[Any]], list]
) -> dict[str, Any]:
    start, total = (query.page - 1) * query.size, rows.count()
    return {
        "page": query.page,
        "size": query.size,
        "total": total,
        "next": next_page(request, query) if start + query.size < total else None,
        "items": items(list(rows[start : start + query.size])),
    }


def next_page(request: HttpRequest, query: Paged) -> str | None:
    if query.page >= Paged.model_fields["page"].metadata[1].le:
        return None
    params = {**query.dict(exclude_defaults=True), "page": query.page + 1}
    return full(f"{request.path}?{urlencode(params, doseq=True)}")
