"""The blind indexes of the exchange: codes on paper, and whom a row of a file is about."""

from nebe.core.crypto import indexes
from nebe.core.people.persons import EMAIL, PHONE, email_normal, phone_normal

from .codes import code_make, code_plain
from .imports.columns import columns_of
from .models import BanMark, ImportRow


def _code(kind: str):
    """The code itself is nowhere: it is made from `once` again, by the secret key of that time."""
    return lambda row: code_plain(kind, code_make(row.once)) if row.once else ("", "")


def _email(row: ImportRow) -> tuple[str, str]:
    column = columns_of(row.batch.header)["email"]
    return EMAIL, email_normal(row.raw[column])


def _banned(mark: BanMark) -> tuple[str, str]:
    """Of an erased person, and of what was found in texts, nothing but the index is kept."""
    person = mark.ban.person
    if person and mark.kind == "email":
        return EMAIL, email_normal(person.email)
    if person and mark.kind == "phone":
        return PHONE, phone_normal(person.phone)
    return "", ""


indexes.register("nebe_exchange.Need", "code_index", _code("need"))
indexes.register("nebe_exchange.Complaint", "code_index", _code("complaint"))
indexes.register("nebe_exchange.ImportRow", "email_index", _email, related=("batch",))
indexes.register("nebe_exchange.BanMark", "value_index", _banned, related=("ban__person",))
indexes.register("nebe_exchange.ContactMark", "value_index", lambda mark: ("", ""))
