"""Figures of an annual report: numbers with labels, typed or pasted as a table; money."""

import csv
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.struct_block import StructBlockValidationError

ROWS_MAX = 60
DIGITS, PLACES = 14, 2
LABEL_MAX = 80
CHARTS = [
    ("bar", _("bars, to compare")),
    ("line", _("a line, for what moves in time")),
    ("share", _("shares of the whole")),
]


def quantity(label, **kwargs):
    return blocks.DecimalBlock(
        label=label, max_digits=DIGITS, decimal_places=PLACES, min_value=0, **kwargs
    )


class RowBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("label"), max_length=LABEL_MAX)
    number = quantity(_("number"))
    second = quantity(_("second number"), required=False)

    class Meta:
        label = _("row")


class FigureBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=120)
    unit = blocks.CharBlock(
        label=_("what is counted"),
        max_length=60,
        required=False,
        help_text=_("For example: people, hours, CZK."),
    )
    chart = blocks.ChoiceBlock(label=_("kind of chart"), choices=CHARTS, default="bar")
    heading = blocks.CharBlock(
        label=_("heading of the labels"), max_length=60, help_text=_("For example: Kind of help.")
    )
    first = blocks.CharBlock(
        label=_("heading of the numbers"), max_length=60, help_text=_("For example: 2026.")
    )
    second = blocks.CharBlock(
        label=_("heading of the second numbers"), max_length=60, required=False
    )
    rows = blocks.ListBlock(RowBlock(), label=_("rows"), min_num=0, max_num=ROWS_MAX, default=[])
    pasted = blocks.TextBlock(
        label=_("or paste a table"),
        required=False,
        help_text=_(
            "Copied from a spreadsheet, or as CSV: label, number, and a second number if you "
            "like. It takes the place of the rows above."
        ),
    )
    note = blocks.TextBlock(label=_("note"), required=False, max_length=500)
    source = blocks.CharBlock(label=_("source"), required=False, max_length=200)

    class Meta:
        icon = "table"
        label = _("figure")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["pasted"].strip():
            headings = [each for each in (value["first"], value["second"]) if each]
            rows, errors = rows_read(value["pasted"], headings=headings)
            if errors:
                raise StructBlockValidationError({"pasted": ValidationError(errors)})
            value["rows"] = ListValue(self.child_blocks["rows"], rows)
            value["pasted"] = ""
        if not len(value["rows"]):
            missing = ValidationError(_("Type at least one row, or paste a table."))
            raise StructBlockValidationError({"pasted": missing})
        seconds = [row["second"] is not None for row in value["rows"]]
        if any(seconds) != bool(value["second"]) or any(seconds) != all(seconds):
            missing = ValidationError(
                _("Second numbers need a heading, and every row needs one or none does.")
            )
            raise StructBlockValidationError({"second": missing})
        if value["chart"] == "share" and any(seconds):
            raise StructBlockValidationError(
                {"chart": ValidationError(_("Shares are drawn of one column of numbers only."))}
            )
        return value


class IncomeBlock(blocks.StructBlock):
    funder = blocks.CharBlock(label=_("funder or programme"), max_length=LABEL_MAX)
    purpose = blocks.CharBlock(label=_("for what"), max_length=LABEL_MAX)
    amount = quantity(_("amount"))

    class Meta:
        icon = "plus"
        label = _("income")


class ExpenseBlock(blocks.StructBlock):
    purpose = blocks.CharBlock(label=_("for what"), max_length=LABEL_MAX)
    amount = quantity(_("amount"))

    class Meta:
        icon = "minus"
        label = _("expense")


FIGURES = [("figure", FigureBlock())]
INCOME = [("income", IncomeBlock())]
EXPENSES = [("expense", ExpenseBlock())]


def rows_read(text: str, *, headings: Sequence[str] = ()) -> tuple[list[dict], list[str]]:
    """Rows of a pasted table, and what is wrong with which.

    A first row of headings is left out: those of the figure, such as years, or any words.
    """
    lines = text.strip("\n\r").splitlines()
    found, errors = [], []
    for place, cells in enumerate(csv.reader(lines, delimiter=delimiter_of(lines[0])), start=1):
        written = [cell.strip() for cell in cells]
        if not any(written) or (place == 1 and written[1:] == list(headings)):
            continue
        try:
            found.append(row_read(cells))
        except ValueError as error:
            if place > 1 or any(is_number(cell) for cell in cells[1:]):
                errors.append(
                    gettext("Row %(number)s: %(error)s") % {"number": place, "error": error}
                )
    if len(found) > ROWS_MAX:
        errors.append(gettext("There are more than %(number)s rows.") % {"number": ROWS_MAX})
    return found, errors


def delimiter_of(line: str) -> str:
    return next((mark for mark in "\t;" if mark in line), ",")


def row_read(cells: list[str]) -> dict:
    """Raises `ValueError` with what is wrong."""
    label, *numbers = (cell.strip() for cell in cells)
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    if not label:
        raise ValueError(gettext("the label is missing"))
    if len(label) > LABEL_MAX:
        raise ValueError(gettext("the label is too long"))
    if len(numbers) not in (1, 2):
        raise ValueError(gettext("one or two numbers are expected behind the label"))
    first, *second = map(number_read, numbers)
    return {"label": label, "number": first, "second": second[0] if second else None}


def is_number(text: str) -> bool:
    try:
        number_read(text)
    except ValueError:
        return False
    return True


def number_read(text: str) -> Decimal:
    """`1 204`, `1,204.50` and `1204,5` alike. Raises `ValueError`."""
    plain = re.sub(r"[\s\u00a0\u202f']", "", text)
    if "," in plain and "." in plain:
        plain = plain.replace("," if plain.rfind(".") > plain.rfind(",") else ".", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+", plain) and plain.count(",") > 1:
        plain = plain.replace(",", "")
    try:
        found = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ValueError(gettext("“%(text)s” is no number") % {"text": text[:40]})
    if found < 0:
        raise ValueError(gettext("“%(text)s” is less than nothing") % {"text": text[:40]})
    if found >= 10 ** (DIGITS - PLACES) or found != round(found, PLACES):
        raise ValueError(gettext("“%(text)s” has too many digits") % {"text": text[:40]})
    return found
