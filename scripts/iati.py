"""Make the schemas, codelists and rules of IATI 2.03 from an unpacked pyIATI 0.4.1 (MIT) and from
the standard ruleset (github.com/IATI/IATI-Rulesets, MIT).

    python scripts/iati.py pyIATI-0.4.1 nebe/projects/iati
    python scripts/iati.py ruleset standard_ruleset_2.03.json nebe/projects/iati

Documentation is left out of the schemas. In that of organisations one wildcard stands twice, which
XML Schema forbids; the later release of the standard has it once, and so has ours. Of what is said
of the rules only number and severity are kept; rules that ask the registry which identifiers there
are are left out.
"""

import json
import sys
from pathlib import Path

from lxml import etree

XSD = "{http://www.w3.org/2001/XMLSchema}"
SCHEMAS = ("iati-activities-schema", "iati-common", "iati-organisations-schema", "xml")
LISTS = (
    *("ActivityScope", "AidType", "BudgetIdentifier", "CollaborationType", "Country", "Currency"),
    *("DocumentCategory", "FinanceType", "FlowType", "OrganisationType", "PolicyMarker", "Region"),
    *("Sector", "SectorCategory", "TiedStatus"),
)


def main(package: str, to: str) -> None:
    source = Path(package) / "iati/resources/standard/2-03"
    folder = Path(to) / "schemas"
    folder.mkdir(exist_ok=True)
    for name in SCHEMAS:
        (folder / f"{name}.xsd").write_bytes(schema(source / "schemas" / f"{name}.xsd"))
    lists = {name: names(source / "codelists" / f"{name}.xml") for name in LISTS}
    text = json.dumps(lists, ensure_ascii=False, indent=0, sort_keys=True)
    (Path(to) / "codelists.json").write_text(f"{text}\n")


def schema(path: Path) -> bytes:
    parser = etree.XMLParser(remove_comments=True, remove_blank_text=True)
    tree = etree.parse(path, parser)
    for note in list(tree.iter(f"{XSD}annotation")):
        note.getparent().remove(note)
    for kind in tree.iter(f"{XSD}complexType"):
        if kind.get("name") == "documentLinkWithReceipientCountry":
            parts = kind.find(f".//{XSD}sequence")
            parts.remove(parts.find(f"{XSD}any"))
    return etree.tostring(tree, pretty_print=True, xml_declaration=True, encoding="utf-8")


def names(path: Path) -> dict[str, str]:
    """Code → English name, those that are withdrawn included: old files use them."""
    found = {}
    for item in etree.parse(path).iter("codelist-item"):
        found[item.findtext("code").strip()] = item.findtext("name/narrative").strip()
    return found


def ruleset(source: str, to: str) -> None:
    rules = json.loads(Path(source).read_text())
    kept = {
        context: {name: cases(of) for name, of in each.items()} for context, each in rules.items()
    }
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (Path(to) / "ruleset.json").write_text(f"{text}\n")


def cases(rule: dict) -> dict:
    return {"cases": [case(each) for each in rule["cases"] if not asks_the_registry(each)]}


def asks_the_registry(each: dict) -> bool:
    return "ORG-ID-PREFIX" in each.get("prefix", ())


def case(each: dict) -> dict:
    if "do" in each:
        return each | {"do": {name: cases(rule) for name, rule in each["do"].items()}}
    told = {name: each["ruleInfo"][name] for name in ("id", "severity")}
    return {name: value for name, value in each.items() if name != "idCondition"} | {
        "ruleInfo": told
    }


if __name__ == "__main__":
    if sys.argv[1] == "ruleset":
        ruleset(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
