"""The way of a law as a reader sees it: what is behind, where it is now, what lies ahead."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from .models.laws import Law, Stage

ENDS = {Stage.FORCE, Stage.ENDED, Stage.REJECTED, Stage.WITHDRAWN}
WAY = [stage for stage in Stage if stage not in ENDS or stage == Stage.FORCE]


@dataclass(frozen=True)
class Step:
    """`state` is done, now or ahead; `on` is None for what lies ahead."""

    label: Any
    state: str
    on: date | None = None
    note: str = ""


def steps_of(law: Law) -> list[Step]:
    """The stages there were, and unless it has ended those that usually follow."""
    notes = {block.id: block.value["note"] for block in law.stages}
    history = law.original.history
    passed = [
        Step(
            label=Stage(block.value["stage"]).label,
            state="now" if block is history[-1] else "done",
            on=block.value["on"],
            note=notes.get(block.id, ""),
        )
        for block in history
    ]
    return passed + [Step(stage.label, "ahead") for stage in ahead(law)]


def ahead(law: Law) -> list[Stage]:
    current = law.current
    if current is None or current["stage"] in ENDS:
        return []
    return WAY[WAY.index(Stage(current["stage"])) + 1 :]
