"""What schema.org says, out of the types that npm's `schema-dts` ships: `schema.d.ts` → JSON.

Of each type what is above it, its own properties with the types their values may have, and, of
an enumeration, its members. The tests hold what our pages say of themselves against it.
"""

import json
import re
import sys
from pathlib import Path

INTERFACE = re.compile(
    r"^(?:export )?interface (\w+)(?: extends ([\w, <>]+))? \{\n(.*?)^\}", re.M | re.S
)
PROPERTY = re.compile(r'^ {4}"([a-zA-Z]\w*)"\?: SchemaValue<(.+), "\1">;$', re.M)
ALIAS = re.compile(r"^export type (\w+) = (.+);$", re.M)
MEMBER = re.compile(r'"https://schema\.org/(\w+)"')
OTHERS = {"IdReference", "JsonLdObject"}


def described(source: str) -> dict:
    bases, types = {}, {}
    for name, above, body in INTERFACE.findall(source):
        parents = [each.removesuffix("Base") for each in above.split(", ") if each.endswith("Base")]
        if name.endswith("Base"):
            ranges = {
                key: sorted(set(values.split(" | ")) - OTHERS)
                for key, values in PROPERTY.findall(body)
            }
            bases[name.removesuffix("Base")] = {"above": parents, "own": ranges}
        elif name.endswith("Leaf"):
            types[name.removesuffix("Leaf")] = parents
    for name, parents in types.items():
        # A type with properties of its own has a base, which is then the parent of its leaf.
        bases.setdefault(name, {"above": [each for each in parents if each != name], "own": {}})
    for name, body in ALIAS.findall(source):
        # What has no properties of its own is above others by its list of them alone.
        for below in re.findall(r"\b[A-Z]\w+\b", MEMBER.sub("", body)):
            if below in bases and below != name:
                bases[below]["above"].append(name)
        if members := MEMBER.findall(body):
            bases.setdefault(name, {"above": [], "own": {}})["members"] = sorted(set(members))
    for facts in bases.values():
        facts["above"] = sorted({each for each in facts["above"] if each in bases})
    return {name: bases[name] for name in sorted(bases)}


if __name__ == "__main__":
    read, write = map(Path, sys.argv[1:])
    found = described(read.read_text(encoding="utf-8"))
    lines = (
        f"{json.dumps(name)}: {json.dumps(facts, sort_keys=True)}" for name, facts in found.items()
    )
    write.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
