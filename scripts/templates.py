"""Migrate the databases that tests copy, unless that was done for this state of the migrations."""

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nebe.config.settings_test")
django.setup()

from django.db import connections  # noqa: E402

from conftest import ensure_template  # noqa: E402

ensure_template(connections)
