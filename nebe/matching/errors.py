"""What is refused at the door, with the rows named."""

from dataclasses import dataclass

import numpy as np

SHOWN = 5  # rows named in a message; the object has them all


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: `rows` are the row numbers, from 0, in the order given."""

    table: str
    column: str
    message: str
    rows: np.ndarray

    def __str__(self) -> str:
        named = ", ".join(map(str, self.rows[:SHOWN].tolist()))
        more = f" and {self.rows.size - SHOWN} more" if self.rows.size > SHOWN else ""
        where = f" (rows {named}{more})" if self.rows.size else ""
        return f"{self.table}.{self.column}: {self.message}{where}"


class InputRefused(ValueError):
    """The input cannot be matched as it is; `problems` says why, all at once."""

    def __init__(self, problems: list[Problem]):
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems
