"""An organisation, with what it says of its own money."""

from ..nodes import Node, Value
from .parts import CODE, DOCUMENT, MONEY, PERIOD, REPORTER, VOCABULARY, narrative, words

COUNTRY = Node("recipient-country", "recipient", values=(CODE, narrative()))
REGION = Node(
    "recipient-region", "recipient", values=(Value("@code", "code"), *VOCABULARY, narrative())
)
ORGANISATION = Node("recipient-org", "recipient", values=(Value("@ref", "ref"), narrative()))


def yearly(tag: str, key: str, lines: str, *recipient: Node) -> Node:
    """A sum for a period, told apart in lines."""
    line = Node(
        lines, "lines", values=(Value("@ref", "ref"), narrative()), parts=(MONEY,), many=True
    )
    status = () if lines == "expense-line" else (Value("@status", "status"),)
    return Node(tag, key, values=status, parts=(*recipient, *PERIOD, MONEY, line), many=True)


PUBLISHER = Node(
    "iati-organisation",
    values=(
        Value("@xml:lang", "language"),
        Value("@default-currency", "currency"),
        Value("@last-updated-datetime", "last_updated"),
    ),
    parts=(
        Node("organisation-identifier", values=(Value(".", "identifier", required=True),)),
        words("name", "name"),
        REPORTER,
        yearly("total-budget", "total_budgets", "budget-line"),
        yearly("recipient-org-budget", "organisation_budgets", "budget-line", ORGANISATION),
        yearly("recipient-region-budget", "region_budgets", "budget-line", REGION),
        yearly("recipient-country-budget", "country_budgets", "budget-line", COUNTRY),
        yearly("total-expenditure", "expenditures", "expense-line"),
        Node(
            DOCUMENT.tag,
            DOCUMENT.key,
            values=DOCUMENT.values,
            parts=(
                *DOCUMENT.parts,
                Node("recipient-country", "countries", values=(CODE, narrative()), many=True),
            ),
            many=True,
        ),
    ),
)
