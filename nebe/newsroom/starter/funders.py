"""The invented programmes of the demonstration, with what they ask to be said."""

import tomllib
from pathlib import Path

from ..models import Funder, FunderStatement

FUNDERS = Path(__file__).parent / "funders.toml"


def funders_load() -> None:
    """What is there already belongs to the editors and stays."""
    for code, data in tomllib.loads(FUNDERS.read_text("utf-8")).items():
        funder, is_new = Funder.objects.get_or_create(
            code=code, defaults={"name": data["name"], "website": data["website"]}
        )
        if is_new:
            for language, text in data["statement"].items():
                FunderStatement.objects.create(funder=funder, language=language, text=text)
