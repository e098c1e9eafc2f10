"""A project: what it is, where, by whom, with all that hangs on it."""

from ..nodes import Kind, Node, Value
from .money import BUDGET, BUDGET_ITEMS, CRS_ADD, FORECASTS, PLANNED, TRANSACTION
from .parts import (
    AID_TYPE,
    CODE,
    DOCUMENT,
    PERCENTAGE,
    REPORTER,
    SECTOR,
    VOCABULARY,
    code,
    coded,
    narrative,
    texts,
    words,
)
from .results import RESULT

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
