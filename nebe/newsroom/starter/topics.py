"""The topics that come with Nebe; what an editor changed stays."""

import tomllib
from pathlib import Path
from typing import Any

TOPICS = Path(__file__).parent / "topics.toml"


def topics_load(model: Any) -> None:
    """`model` is `Topic`, as it is or as a migration knows it."""
    for position, (code, name) in enumerate(tomllib.loads(TOPICS.read_text("utf-8")).items()):
        model.objects.get_or_create(code=code, defaults={"name": name, "position": position * 10})
