#!/usr/bin/env bash
# Collect every string of the code and the templates into the seven catalogues.
set -euo pipefail
cd "$(dirname "$0")/../nebe"
export PYTHONPATH=${PWD%/nebe}
command -v xgettext >/dev/null || { echo "xgettext is missing: apt-get install gettext"; exit 1; }
DJANGO_SETTINGS_MODULE=nebe.config.settings_test ../.venv/bin/python -m nebe makemessages \
  -l cs -l uk -l pl -l ru -l vi -l ar -l en --no-location --no-wrap --no-obsolete \
  --ignore 'tests/*' -e html,txt,py,svg
cd .. && .venv/bin/python scripts/english.py
