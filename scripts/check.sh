#!/usr/bin/env bash
# Everything that can be checked without running the tests: all at once, told in order.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
export DJANGO_SETTINGS_MODULE=nebe.config.settings_test
told=$(mktemp -d)
names=() pids=()
trap 'kill "${pids[@]}" 2>/dev/null; rm -rf "$told"' EXIT
step() { names+=("$1"); "${@:2}" >"$told/${#pids[@]}" 2>&1 & pids+=($!); }

# The longest first.
step "types" $bin/mypy nebe
step "templates" $bin/djlint nebe --lint --quiet
if [ -n "${NEBE_SKIP_AUDIT:-}" ]; then echo "SKIPPED: dependency audit (NEBE_SKIP_AUDIT)"; else
  step "dependency audit" scripts/audit.sh
fi
# CI has them among its tests.
[ -n "${CI:-}" ] || step "translations" $bin/python -m pytest -q nebe/config/tests/test_catalogues.py
step "import contracts" $bin/lint-imports
step "migrations" $bin/python -m nebe makemigrations --check --dry-run
step "system checks" $bin/python -m nebe check
step "lint" $bin/ruff check .
step "format" $bin/ruff format --check -q .

status=0
for one in "${!names[@]}"; do
  wait "${pids[$one]}" && sign="·" || { sign="✗"; status=1; }
  echo "$sign ${names[$one]}"
  cat "$told/$one"
done
exit $status
