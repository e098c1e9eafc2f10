"""What a record says, line by line in words, and what differs between two states of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nebe.core.texts.translated import pick

from ..dimensions import Labels, pairs_of
from ..facets import country_name
from ..goals import GOALS_VOCABULARY, goal_name
from ..iati.names import marker_name, region_name, significance_name
from ..iati.nodes import Record
from ..iati.rows import DATES
from ..models import Programme, Project, Role, Transaction
from ..related import rows_told
from ..terms import BY_URI, name_in
from .about import OECD, sector_label
from .running import RunningForm
from .texts import LABELS, TYPES, language_name

NAMES: dict[str, Any] = {
    "acronym": _("Acronym"),
    "reporter": _("Who reports"),
    "language": _("Main language"),
    "title": _("Title"),
    "descriptions": _("Aims and descriptions"),
    "iati_identifier": _("IATI identifier"),
    "other_identifiers": _("Other reference numbers"),
    "status": pgettext_lazy("project", "Status"),
    "humanitarian": _("Humanitarian aid"),
    "dates": _("Dates"),
    "participations": _("Organisations"),
    "fundings": _("Programmes and shares"),
    "locations": _("Places"),
    "countries": _("Countries"),
    "regions": _("Regions of the world"),
    "tags": _("Themes, target groups, goals"),
    "sectors": _("Sectors"),
    "policy_markers": _("Policy markers of the OECD"),
    "currency": _("Currency"),
    "budgets": _("Budgets"),
    "transactions": _("Payments"),
    "documents": _("Documents and links"),
    "contacts": _("Contacts"),
    "office_email": _("E-mail of the office"),
    "related_activities": _("Related projects"),
    "relations": _("Related projects"),
    "results": _("Results"),
    # What comes with files alone.
    "hierarchy": _("Level among related projects"),
    "linked_data_uri": _("Address of linked data"),
    "budget_not_provided": _("Why there is no budget"),
    "scope": _("How far it reaches"),
    "humanitarian_scopes": _("Emergency or appeal"),
    "country_budget_items": _("Items of the country’s budget"),
    "collaboration_type": _("Kind of cooperation"),
    "flow_type": _("Kind of flow of money"),
    "finance_type": _("Kind of finance"),
    "aid_types": _("Kind of aid"),
    "tied_status": _("Whether aid is tied"),
    "planned_disbursements": _("Planned payments"),
    "capital_spend": _("Share of investments"),
    "legacy_data": _("Values of older systems"),
    "conditions": _("Conditions"),
    "crs_add": _("Additions for the OECD"),
    "fss": _("Forecast of spending"),
}
UNTOLD = {"last_updated"}  # changes with everything else
LONGEST = 400
FSI, PDI = "\u2068", "\u2069"


@dataclass(frozen=True)
class Difference:
    """What went and what came under one heading; neither where only details changed."""

    key: str
    label: str
    gone: list[str]
    come: list[str]


def differences(before: Record, after: Record) -> list[Difference]:
    keys = [key for key in NAMES if key in before or key in after]
    keys += sorted((before.keys() | after.keys()) - set(keys) - UNTOLD)
    return [
        difference(key, before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    ]


def difference(key: str, before: Any, after: Any) -> Difference:
    old, new = lines(key, before), lines(key, after)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    return Difference(key, label_of(key), in_place(old, gone), in_place(new, come))


def in_place(told: list[str], wanted: Counter[str]) -> list[str]:
    return [line for line in dict.fromkeys(told) if wanted[line]]


def label_of(key: str) -> str:
    return str(NAMES.get(key) or key.replace("_", " ").capitalize())


def lines(key: str, value: Any) -> list[str]:
    """One line for each thing that is said."""
    if value in (None, "", [], {}):
        return []
    found = TOLD[key](value) if key in TOLD else plain(value)
    return [line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in found if line]


def plain(value: Any) -> list[str]:
    """What has no words of its own here: as it stands in the record."""
    if isinstance(value, dict):
        return [f"{name}: {'; '.join(plain(each))}" for name, each in value.items()]
    if isinstance(value, list):
        return ["; ".join(plain(each)) for each in value]
    return [str(value)]


def reader_words(words: Any) -> str:
    return pick(words, get_language() or "en").text


def each(teller: Callable[[Record], str]) -> Callable[[list[Record]], list[str]]:
    return lambda rows: [teller(row) for row in rows]


def in_languages(words: Record, before: str = "") -> list[str]:
    """Each text is isolated: it may run in the other direction than what stands before it."""
    return [f"{before}{language_name(code)}: {FSI}{text}{PDI}" for code, text in words.items()]


def descriptions(rows: list[Record]) -> list[str]:
    names = {type_: LABELS[name] for name, type_ in TYPES.items()}
    found = []
    for row in rows:
        name = names.get(row.get("type") or "1", gettext("More"))
        found += in_languages(row.get("text", {}), f"{name}, ")
    return found


def day(text: Any) -> str:
    try:
        return date_format(date.fromisoformat(text or ""), "SHORT_DATE_FORMAT")
    except ValueError:
        return str(text or "")


def dated(row: Record) -> str:
    field = RunningForm.base_fields.get(DATES.get(row.get("type", ""), ""))
    note = reader_words(row.get("text"))
    return f"{field.label if field else row.get('type')}: {day(row.get('date'))}" + (
        f" ({note})" if note else ""
    )


def share(row: Record) -> str:
    return f" ({number(row['percentage'])} %)" if row.get("percentage") else ""


def number(text: Any) -> str:
    try:
        return number_format(Decimal(text), use_l10n=True, force_grouping=True)
    except (InvalidOperation, TypeError):
        return str(text or "")


def amount(row: Record) -> str:
    return f"{number(row.get('value'))} {row.get('currency', '')}".strip()


def participation(row: Record) -> str:
    role = dict(Role.choices).get(row.get("role", ""), row.get("role", ""))
    return f"{reader_words(row.get('name')) or row.get('ref', '')} – {role}"


def reporter(row: Record) -> list[str]:
    ref = row.get("ref", "")
    return [" – ".join(filter(None, (reader_words(row.get("text")), ref)))]


def fundings(rows: list[Record]) -> list[str]:
    slugs = [row["programme"] for row in rows if row.get("programme")]
    names = {row.slug: str(row) for row in Programme.objects.filter(slug__in=slugs)}
    return [
        " – ".join(filter(None, (row.get("funder"), names.get(row.get("programme", "")))))
        + share(row)
        for row in rows
    ]


def tagged(row: Record) -> str:
    code, uri = row.get("code", ""), row.get("vocabulary_uri", "")
    if uri in BY_URI:
        return name_in(BY_URI[uri], code)
    return (
        goal_name(code)
        if row.get("vocabulary") == GOALS_VOCABULARY
        else reader_words(row.get("text"))
    )


def region(row: Record) -> str:
    own = reader_words(row.get("text"))
    oecd = row.get("vocabulary", "") in OECD
    code = row.get("code", "")
    return (own or (region_name(code) if oecd else code)) + share(row)


def marker(row: Record) -> str:
    own, oecd = reader_words(row.get("text")), row.get("vocabulary", "") in OECD
    name = own or (marker_name(row.get("code", "")) if oecd else row.get("code", ""))
    matters = significance_name(row.get("significance", ""))
    return f"{name} – {matters}" if matters else name


def sector(row: Record) -> str:
    own = reader_words(row.get("text"))
    oecd = row.get("vocabulary", "") in OECD
    return (own or (sector_label(row.get("code", "")) if oecd else row.get("code", ""))) + share(
        row
    )


def budget(row: Record) -> str:
    return f"{day(row.get('start'))} – {day(row.get('end'))}: {amount(row)}"


def payment(row: Record) -> str:
    kind = dict(Transaction.Type.choices).get(row.get("type", ""), row.get("type", ""))
    sides = [reader_words(row.get(f"{side}_name")) for side in ("provider", "receiver")]
    among = " → ".join(filter(None, sides))
    return f"{day(row.get('date'))}, {kind}: {amount(row)}" + (f" ({among})" if among else "")


def contact(row: Record) -> str:
    said = [reader_words(row.get("organisation")), reader_words(row.get("department"))]
    said += [each_.get("value", "") for each_ in row.get("websites", [])]
    said += [reader_words(each_.get("text")) for each_ in row.get("addresses", [])]
    return ", ".join(filter(None, said))


def related(key: str) -> Callable[[list[Record]], list[str]]:
    from ..models import Relation

    names = dict(Relation.Kind.choices)
    return lambda rows: [
        f"{names.get(row['kind'], row['kind'])} {row['told']}" for row in rows_told({key: rows})
    ]


def results(rows: list[Record]) -> list[str]:
    found = []
    for row in rows:
        found.append(reader_words(row.get("title")))
        for indicator in row.get("indicators", []):
            name = reader_words(indicator.get("title"))
            found.append(f"{reader_words(row.get('title'))}: {name}")
            found += [f"{name}, {line}" for line in figures(indicator)]
    return found


def figures(indicator: Record) -> list[str]:
    names = {"targets": gettext("Target"), "actuals": gettext("Reached")}
    before = gettext("At the beginning")
    found = [f"{before}: {value(row)}" for row in indicator.get("baselines", [])]
    for period in indicator.get("periods", []):
        of = f"{day(period.get('start'))} – {day(period.get('end'))}"
        for key, name in names.items():
            found += [f"{of}, {name}: {value(row)}" for row in period.get(key, [])]
    return found


def value(row: Record) -> str:
    pairs = pairs_of(row.get("dimensions", []))
    of = Labels(pairs).group(pairs)
    return row.get("value", "") + (f" ({of})" if of else "")


def chosen(choices: Any) -> Callable[[str], list[str]]:
    return lambda code: [str(dict(choices).get(code, code))]


TOLD: dict[str, Callable[[Any], list[str]]] = {
    "reporter": reporter,
    "title": in_languages,
    "descriptions": descriptions,
    "language": lambda code: [str(language_name(code))],
    "status": chosen(Project.Status.choices),
    "humanitarian": chosen([("1", _("yes")), ("0", _("no"))]),
    "dates": each(dated),
    "other_identifiers": each(lambda row: row.get("ref", "")),
    "participations": each(participation),
    "fundings": fundings,
    "locations": each(lambda row: reader_words(row.get("name")) or row.get("position", "")),
    "countries": each(lambda row: country_name(row.get("code", "")) + share(row)),
    "regions": each(region),
    "policy_markers": each(marker),
    "tags": each(tagged),
    "sectors": each(sector),
    "budgets": each(budget),
    "transactions": each(payment),
    "documents": each(lambda row: f"{reader_words(row.get('title'))} {row.get('url', '')}".strip()),
    "contacts": each(contact),
    "related_activities": related("related_activities"),
    "relations": related("relations"),
    "results": results,
}
