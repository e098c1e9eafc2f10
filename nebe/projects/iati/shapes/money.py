"""What was planned to be paid and what was paid."""

from ..nodes import Kind, Node, Value
from .parts import (
    AID_TYPE,
    CODE,
    MONEY,
    PERCENTAGE,
    PERIOD,
    VOCABULARY,
    code,
    coded,
    day,
    narrative,
    other_side,
    words,
)

BUDGET = Node(
    "budget",
    "budgets",
    values=(Value("@type", "type"), Value("@status", "status")),
    parts=(*PERIOD, MONEY),
    many=True,
)
PLANNED = Node(
    "planned-disbursement",
    "planned_disbursements",
    values=(Value("@type", "type"),),
    parts=(
        *PERIOD,
        MONEY,
        other_side("provider-org", "provider"),
        other_side("receiver-org", "receiver"),
    ),
    many=True,
)
TRANSACTION = Node(
    "transaction",
    "transactions",
    values=(Value("@ref", "ref"), Value("@humanitarian", "humanitarian", Kind.YES_NO)),
    parts=(
        code("transaction-type", "type"),
        day("transaction-date", "date"),
        MONEY,
        words("description", "description"),
        other_side("provider-org", "provider"),
        other_side("receiver-org", "receiver"),
        code("disbursement-channel", "channel"),
        coded("sector", "sectors"),
        Node("recipient-country", "country", values=(CODE, narrative())),
        Node("recipient-region", "region", values=(CODE, *VOCABULARY, narrative())),
        code("flow-type", "flow_type"),
        code("finance-type", "finance_type"),
        Node("aid-type", AID_TYPE[0], values=AID_TYPE[1], many=True),
        code("tied-status", "tied_status"),
    ),
    many=True,
)
BUDGET_ITEMS = Node(
    "country-budget-items",
    "country_budget_items",
    values=(Value("@vocabulary", "vocabulary", required=True),),
    parts=(
        Node(
            "budget-item",
            "items",
            values=(CODE, PERCENTAGE),
            parts=(words("description", "description"),),
            many=True,
        ),
    ),
)
CRS_ADD = Node(
    "crs-add",
    "crs_add",
    parts=(
        Node(
            "other-flags",
            "other_flags",
            values=(CODE, Value("@significance", "significance", Kind.YES_NO, required=True)),
            many=True,
        ),
        Node(
            "loan-terms",
            "loan_terms",
            values=(
                Value("@rate-1", "rate_1", Kind.NUMBER),
                Value("@rate-2", "rate_2", Kind.NUMBER),
            ),
            parts=(
                code("repayment-type", "repayment_type"),
                code("repayment-plan", "repayment_plan"),
                day("commitment-date", "commitment"),
                day("repayment-first-date", "repayment_first"),
                day("repayment-final-date", "repayment_final"),
            ),
        ),
        Node(
            "loan-status",
            "loan_status",
            values=(
                Value("@year", "year", required=True),
                Value("@currency", "currency"),
                Value("@value-date", "value_date", Kind.DAY),
            ),
            parts=tuple(
                Node(tag, values=(Value(".", tag.replace("-", "_"), Kind.NUMBER),))
                for tag in (
                    "interest-received",
                    "principal-outstanding",
                    "principal-arrears",
                    "interest-arrears",
                )
            ),
        ),
        Node("channel-code", values=(Value(".", "channel_code"),)),
    ),
)
FORECASTS = Node(
    "fss",
    "fss",
    values=(
        Value("@extraction-date", "extraction_date", Kind.DAY, required=True),
        Value("@priority", "priority", Kind.YES_NO),
        Value("@phaseout-year", "phaseout_year"),
    ),
    parts=(
        Node(
            "forecast",
            "forecasts",
            values=(
                Value("@year", "year", required=True),
                Value("@value-date", "value_date", Kind.DAY),
                Value("@currency", "currency"),
                Value(".", "value", Kind.NUMBER),
            ),
            many=True,
        ),
    ),
)
