"""The processing register (Article 30 GDPR), made from the purposes and the registry."""

from collections import defaultdict
from dataclasses import dataclass

from .append_only import KEEP_DAYS
from .erasure import row_forget
from .purposes import Purpose, purposes
from .registry import PersonalData, Retention, personal_data


@dataclass(frozen=True)
class Line:
    """One purpose with the kinds of record that serve it."""

    purpose: Purpose
    kinds: list[PersonalData]


def register_lines() -> list[Line]:
    by_purpose = defaultdict(list)
    for kind in personal_data:
        by_purpose[kind.purpose].append(kind)
    return [Line(purpose, by_purpose[purpose.key]) for purpose in purposes]


HEAD = """# How long data is kept

Made by `nebe retention_table > docs/privacy/retention.md` from what each app registers in its
`personal_data.py`; a test compares. The nightly job (02:40) applies it, `nebe retention` shows
what is due, a legal hold (`nebe.core.privacy.holds`) suspends it for a row and all it needs.
A rule deletes a row only when no other row needs it any more. The audit trail is cut off {days}
days after an entry was written, at 00:05, unless a legal hold lies on it (README.md).

| record | purpose | what happens |
|---|---|---|
"""


def retention_table() -> str:
    """Markdown: every kind of record, its purpose, its rules."""
    lines = []
    for kind in sorted(personal_data, key=lambda kind: kind.model):
        rules = "; ".join(
            f"{_verb(rule)} {rule.days} days after {rule.event}" for rule in kind.retentions
        )
        rules = rules or "goes with the record it belongs to, or on request"
        lines.append(f"| `{kind.model}` ({kind.label}) | `{kind.purpose}` | {rules} |\n")
    return HEAD.format(days=KEEP_DAYS) + "".join(lines)


def _verb(rule: Retention) -> str:
    return "deleted with its key" if rule.anonymise is row_forget else rule.verb
