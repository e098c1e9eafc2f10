"""The blind indexes of the exchange: codes on paper, and whom a row of a file is about."""

from nebe.core.crypto import indexes
from nebe.core.people.persons import EMAIL, email_normal

from .codes import code_make, code_plain
from .imports.columns import columns_of
from .models import ImportRow


def _code(kind: str):
    """The code itself is nowhere: it is made from `once` again, by the secret key of that time."""
    return lambda row: code_plain(kind, code_make(row.once)) if row.once else ("", "")


def _email(row: ImportRow) -> tuple[str, str]:
    column = columns_of(row.batch.header)["email"]
    return EMAIL, email_normal(row.raw[column])


indexes.register("nebe_exchange.Need", "code_index", _code("need"))
indexes.register("nebe_exchange.Complaint", "code_index", _code("complaint"))
indexes.register("nebe_exchange.ImportRow", "email_index", _email, related=("batch",))
