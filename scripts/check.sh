#!/usr/bin/env bash
# Everything that can be checked without running the tests. Goes through to the end.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
export DJANGO_SETTINGS_MODULE=nebe.config.settings_test
status=0
step() { local name=$1; shift; echo "· $name"; "$@" || { echo "  ✗ $name"; status=1; }; }

step "lint" $bin/ruff check .
step "format" $bin/ruff format --check -q .
step "import contracts" $bin/lint-imports
step "types" $bin/mypy nebe
step "templates" $bin/djlint nebe --lint --quiet
step "migrations" $bin/python -m nebe makemigrations --check --dry-run
step "system checks" $bin/python -m nebe check
step "translations" $bin/python -m pytest -q nebe/config/tests/test_catalogues.py
if [ -n "${NEBE_SKIP_AUDIT:-}" ]; then echo "SKIPPED: dependency audit (NEBE_SKIP_AUDIT)"; else
  step "dependency audit" scripts/audit.sh
fi
exit $status
