"""The elements of IATI 2.03, in the order of its schemas. Source: iatistandard.org, 2.03."""

from .nodes import Kind, Node, Value


def code(tag: str, key: str) -> Node:
    return Node(tag, values=(Value("@code", key, required=True),))


def day(tag: str, key: str) -> Node:
    return Node(tag, values=(Value("@iso-date", key, Kind.DAY),))


def words(tag: str, key: str) -> Node:
    return Node(tag, values=(narrative(key),))


def narrative(key: str = "text") -> Value:
    return Value("narrative", key, Kind.WORDS)


def texts(tag: str, key: str) -> Node:
    return Node(tag, key, values=(Value(".", "value"),), many=True)


def coded(tag: str, key: str, *more: Value) -> Node:
    """Many codes of a vocabulary, each with its own words."""
    return Node(tag, key, values=(CODE, *VOCABULARY, *more, narrative()), many=True)


CODE = Value("@code", "code", required=True)
VOCABULARY = (Value("@vocabulary", "vocabulary"), Value("@vocabulary-uri", "vocabulary_uri"))
PERCENTAGE = Value("@percentage", "percentage", Kind.NUMBER)
MONEY = Node(
    "value",
    values=(
        Value(".", "value", Kind.NUMBER),
        Value("@currency", "currency"),
        Value("@value-date", "value_date", Kind.DAY),
    ),
)


def other_side(tag: str, side: str) -> Node:
    """Who gave or who got money."""
    return Node(
        tag,
        values=(
            Value("@ref", f"{side}_ref"),
            Value(f"@{side}-activity-id", f"{side}_activity"),
            Value("@type", f"{side}_type"),
            narrative(f"{side}_name"),
        ),
    )


PERIOD = (day("period-start", "start"), day("period-end", "end"))
DOCUMENT = Node(
    "document-link",
    "documents",
    values=(Value("@url", "url", required=True), Value("@format", "format", required=True)),
    parts=(
        words("title", "title"),
        words("description", "description"),
        Node("category", "categories", values=(CODE,), many=True),
        Node("language", "languages", values=(CODE,), many=True),
        day("document-date", "date"),
    ),
    many=True,
)
REPORTER = Node(
    "reporting-org",
    "reporter",
    values=(
        Value("@ref", "ref", required=True),
        Value("@type", "type", required=True),
        Value("@secondary-reporter", "secondary", Kind.YES_NO),
        narrative(),
    ),
)
SECTOR = coded("sector", "sectors", PERCENTAGE)
AID_TYPE = ("aid_types", (CODE, VOCABULARY[0]))

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
DIMENSION = Node(
    "dimension",
    "dimensions",
    values=(Value("@name", "name"), Value("@value", "value")),
    many=True,
)
PLACE_OF_RESULT = Node("location", "locations", values=(Value("@ref", "ref"),), many=True)
COMMENT = words("comment", "comment")


def measure(tag: str, key: str, *, values: tuple[Value, ...] = ()) -> Node:
    """What was aimed at or reached; the schema has the comment of a baseline last."""
    end = (DOCUMENT, COMMENT) if key == "baselines" else (COMMENT, DOCUMENT)
    return Node(
        tag,
        key,
        values=(*values, Value("@value", "value")),
        parts=(PLACE_OF_RESULT, DIMENSION, *end),
        many=True,
    )


AGGREGATED = Value("@aggregation-status", "can_be_added", Kind.YES_NO)
ABOUT = (words("title", "title"), words("description", "description"), DOCUMENT)
PERIODS = Node(
    "period",
    "periods",
    parts=(*PERIOD, measure("target", "targets"), measure("actual", "actuals")),
    many=True,
)
INDICATOR = Node(
    "indicator",
    "indicators",
    values=(
        Value("@measure", "measure", required=True),
        Value("@ascending", "ascending", Kind.YES_NO),
        AGGREGATED,
    ),
    parts=(
        *ABOUT,
        Node(
            "reference",
            "references",
            values=(
                Value("@vocabulary", "vocabulary", required=True),
                CODE,
                Value("@indicator-uri", "uri"),
            ),
            many=True,
        ),
        measure(
            "baseline",
            "baselines",
            values=(Value("@iso-date", "date", Kind.DAY), Value("@year", "year", required=True)),
        ),
        PERIODS,
    ),
    many=True,
)
RESULT = Node(
    "result",
    "results",
    values=(Value("@type", "type", required=True), AGGREGATED),
    parts=(
        *ABOUT,
        Node(
            "reference",
            "references",
            values=(Value("@code", "code", required=True), *VOCABULARY),
            many=True,
        ),
        INDICATOR,
    ),
    many=True,
)
LOCATION = Node(
    "location",
    "locations",
    values=(Value("@ref", "ref"),),
    parts=(
        code("location-reach", "reach"),
        Node("location-id", "ids", values=(CODE, VOCABULARY[0]), many=True),
        words("name", "name"),
        words("description", "description"),
        words("activity-description", "activity_description"),
        Node(
            "administrative",
            "administratives",
            values=(CODE, VOCABULARY[0], Value("@level", "level")),
            many=True,
        ),
        Node(
            "point",
            values=(Value("@srsName", "srs"),),
            parts=(Node("pos", values=(Value(".", "position"),)),),
        ),
        code("exactness", "exactness"),
        code("location-class", "location_class"),
        code("feature-designation", "feature"),
    ),
    many=True,
)
# Names of people, their posts, numbers and e-mails are left out on purpose: a project's record
# names offices, and what could be a person's is not ours to pass on.
CONTACT = Node(
    "contact-info",
    "contacts",
    values=(Value("@type", "type"),),
    parts=(
        words("organisation", "organisation"),
        words("department", "department"),
        texts("website", "websites"),
        Node("mailing-address", "addresses", values=(narrative(),), many=True),
    ),
    many=True,
)
PARTICIPATION = Node(
    "participating-org",
    "participations",
    values=(
        Value("@ref", "ref"),
        Value("@type", "type"),
        Value("@role", "role", required=True),
        Value("@activity-id", "activity"),
        Value("@crs-channel-code", "crs_channel"),
        narrative("name"),
    ),
    many=True,
)
RELATED = Node(
    "related-activity",
    "related_activities",
    values=(Value("@ref", "ref", required=True), Value("@type", "type", required=True)),
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
ACTIVITY = Node(
    "iati-activity",
    values=(
        Value("@xml:lang", "language"),
        Value("@default-currency", "currency"),
        Value("@last-updated-datetime", "last_updated"),
        Value("@humanitarian", "humanitarian", Kind.YES_NO),
        Value("@hierarchy", "hierarchy"),
        Value("@linked-data-uri", "linked_data_uri"),
        Value("@budget-not-provided", "budget_not_provided"),
    ),
    parts=(
        Node("iati-identifier", values=(Value(".", "iati_identifier", required=True),)),
        REPORTER,
        words("title", "title"),
        Node(
            "description",
            "descriptions",
            values=(Value("@type", "type"), narrative()),
            many=True,
        ),
        PARTICIPATION,
        Node(
            "other-identifier",
            "other_identifiers",
            values=(
                Value("@ref", "ref", required=True),
                Value("@type", "type", required=True),
            ),
            parts=(Node("owner-org", "owner", values=(Value("@ref", "ref"), narrative())),),
            many=True,
        ),
        code("activity-status", "status"),
        Node(
            "activity-date",
            "dates",
            values=(
                Value("@type", "type", required=True),
                Value("@iso-date", "date", Kind.DAY, required=True),
                narrative(),
            ),
            many=True,
        ),
        CONTACT,
        code("activity-scope", "scope"),
        Node("recipient-country", "countries", values=(CODE, PERCENTAGE, narrative()), many=True),
        coded("recipient-region", "regions", PERCENTAGE),
        LOCATION,
        SECTOR,
        coded("tag", "tags"),
        BUDGET_ITEMS,
        coded("humanitarian-scope", "humanitarian_scopes", Value("@type", "type", required=True)),
        coded("policy-marker", "policy_markers", Value("@significance", "significance")),
        code("collaboration-type", "collaboration_type"),
        code("default-flow-type", "flow_type"),
        code("default-finance-type", "finance_type"),
        Node("default-aid-type", AID_TYPE[0], values=AID_TYPE[1], many=True),
        code("default-tied-status", "tied_status"),
        BUDGET,
        PLANNED,
        Node("capital-spend", values=(Value("@percentage", "capital_spend", Kind.NUMBER),)),
        TRANSACTION,
        DOCUMENT,
        RELATED,
        Node(
            "legacy-data",
            "legacy_data",
            values=(
                Value("@name", "name", required=True),
                Value("@value", "value", required=True),
                Value("@iati-equivalent", "equivalent"),
            ),
            many=True,
        ),
        Node(
            "conditions",
            "conditions",
            values=(Value("@attached", "attached", Kind.YES_NO, required=True),),
            parts=(
                Node(
                    "condition",
                    "items",
                    values=(Value("@type", "type", required=True), narrative()),
                    many=True,
                ),
            ),
        ),
        RESULT,
        CRS_ADD,
        FORECASTS,
    ),
)

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
