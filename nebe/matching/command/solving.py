"""`demo`, `solve` and `bench`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from nebe.matching import (
    MISSING,
    InputRefused,
    Plan,
    RuleBook,
    explain_need,
    explain_pair,
    find_candidates,
    solve,
    solve_candidates,
)

from ..runners import Threads, solve_apart
from .city import BOOK, draw_city, write_city
from .files import FileRefused, Sheet, format_of, pyarrow, read, write
from .picture import picture
from .rulefile import read_rules
from .sentences import about_need, about_pair, rule_code
from .tables import tables

QUIET_S = 2.0  # no progress of what is done sooner


class Telling:
    """Progress on standard error: each step when it took long, and portions of long ones."""

    def __init__(self, *, quiet: bool):
        self.quiet, self.began, self.told = quiet, time.monotonic(), time.monotonic()

    def portion(self, done: int, of: int) -> None:
        if not self.quiet and time.monotonic() - self.told > QUIET_S:
            self._say(f"candidates of {done:,} of {of:,} needs")

    def step(self, text: str) -> None:
        if not self.quiet and time.monotonic() - self.began > QUIET_S:
            self._say(text)

    def _say(self, text: str) -> None:
        self.told = time.monotonic()
        print(f"{self.told - self.began:6.1f} s  {text}", file=sys.stderr, flush=True)


def run_demo(*, seed: int, out: Path, files: Path | None, sentences: int) -> bool:
    """Draw, match, tell, and write the picture; whether the proof holds."""
    city = draw_city(seed)
    plan = solve(city.needs, city.offers, BOOK)
    print(f"An invented city (seed {seed}): {len(city.needs)} needs, {len(city.offers)} offers.\n")
    optimal = print_summary(plan)
    print("\nWhy these pairs, for example:")
    for position in np.linspace(0, plan.pair.size - 1, min(sentences, plan.pair.size)).astype(int):
        why = explain_pair(plan, int(position))
        print(f"· {about_pair(plan.need_ids[position], plan.offer_ids[position], why)}")
    print("\nWhy not, for example:")
    for row in np.flatnonzero(plan.served < plan.wanted)[:sentences].tolist():
        print(f"· {_about(plan, row)}")
    out.write_text(picture(plan, title="Needs and offers of an invented city"), "utf-8")
    print(f"\nThe picture is in {out}.")
    if files is not None:
        write_city(city, files)
        print(f"The files for `solve` are in {files}: needs.csv, offers.csv, rules.toml.")
    return optimal


def run_solve(
    *,
    needs: Path,
    offers: Path,
    rules: Path | None,
    out: Path,
    kind: str | None,
    k: int,
    threads: int,
    reasons: int,
    quiet: bool,
) -> bool:
    """From files to files; whether the proof holds. Raises `FileRefused`, `PackageMissing`."""
    kind = kind or format_of(needs)
    if kind == "parquet":
        pyarrow()  # before the work, not after
    telling = Telling(quiet=quiet)
    book = RuleBook() if rules is None else read_rules(rules)
    sheets = read(needs), read(offers)
    asked, given = tables(*sheets, book)
    telling.step(f"read {len(asked):,} needs and {len(given):,} offers")
    try:
        found = find_candidates(asked, given, book, k=k, threads=threads, progress=telling.portion)
    except InputRefused as refused:
        raise FileRefused(_placed(refused, *sheets, rules)) from refused
    telling.step(f"found {found.graph.pairs:,} admissible pairs")
    plan = solve_candidates(found) if threads == 1 else solve_apart(found, Threads(threads))
    telling.step(f"made {plan.pair.size:,} pairs")
    optimal = print_summary(plan)
    for name, columns in results(plan, reasons=reasons).items():
        out.mkdir(parents=True, exist_ok=True)
        write(out / f"{name}.{kind}", columns)
    print(f"\nWritten to {out}: pairs, unserved, needs, offers, certificate (.{kind}).")
    return optimal


def print_summary(plan: Plan) -> bool:
    """Counts, shares and the proof; whether it holds."""
    graph, proof = plan.candidates.graph, plan.certificate()
    whole = int((plan.served >= plan.wanted).sum())
    print(f"{plan.pair.size:,} pairs of {graph.pairs:,} admissible ones.")
    print(f"{whole:,} of {graph.needs:,} needs are met; {plan.share_served:.1%} of what is wanted.")
    for c, label in enumerate(plan.candidates.labels):
        rows = plan.candidates.needs.category == c
        if rows.any():
            print(
                f"  {label}: {int(plan.served[rows].sum()):,} of {int(plan.wanted[rows].sum()):,}"
            )
    if proof.is_optimal:
        print(f"Proven: {proof.value:,} points, and no plan over these pairs has more.")
    else:
        print(f"NOT proven: {proof.value:,} of {proof.bound:,} points. {'; '.join(proof.faults)}")
    return proof.is_optimal


def results(plan: Plan, *, reasons: int) -> dict[str, dict[str, np.ndarray]]:
    """The tables that are written, by name."""
    found, proof = plan.candidates, plan.certificate()
    needs, offers = found.needs, found.offers
    missing = np.flatnonzero(plan.served < plan.wanted)
    return {
        "pairs": {
            "need": plan.need_ids,
            "offer": plan.offer_ids,
            "units": plan.units,
            "points": plan.scores,
            "price": plan.price[found.graph.offer[plan.pair]],
        },
        "unserved": _unserved(plan, missing, reasons),
        "needs": {
            "need": needs.table.id[needs.order],
            "wanted": plan.wanted,
            "given": plan.served,
            "profit": plan.profit,
        },
        "offers": {
            "offer": offers.table.id[offers.order],
            "units": found.graph.capacity,
            "price": plan.price,
        },
        "certificate": {
            "value": np.array([proof.value]),
            "bound": np.array([proof.bound]),
            "is_optimal": np.array([proof.is_optimal]),
            "admissible_pairs": np.array([found.graph.pairs]),
        },
    }


def _unserved(plan: Plan, rows: np.ndarray, reasons: int) -> dict[str, np.ndarray]:
    """Of the first `reasons` of them why; what is not known is left empty."""
    numbers = ("considered", "barred", "admissible", "outbid_by", "relaxation_points")
    known = {name: np.full(rows.size, MISSING) for name in numbers}
    texts = {name: np.full(rows.size, "", object) for name in ("removed", "relaxation", "sentence")}
    for at, row in enumerate(rows[:reasons].tolist()):
        why = explain_need(plan, plan.candidates.needs.id_of(row))
        known["considered"][at], known["barred"][at] = why.considered, why.excluded
        known["admissible"][at] = why.admissible
        if why.outbid_by is not None:
            known["outbid_by"][at] = why.outbid_by
        if why.relaxation is not None:
            rule, known["relaxation_points"][at] = why.relaxation
            texts["relaxation"][at] = rule_code(rule)
        texts["removed"][at] = " ".join(f"{rule_code(r)}={n}" for r, n in why.removed if n)
        texts["sentence"][at] = _sentence(plan, row, why)
    here = plan.candidates.needs
    return {
        "need": here.table.id[here.order[rows]],
        "missing": (plan.wanted - plan.served)[rows],
        **known,
        **{name: column.astype(str) for name, column in texts.items()},
    }


def _about(plan: Plan, row: int) -> str:
    return _sentence(plan, row, explain_need(plan, plan.candidates.needs.id_of(row)))


def _sentence(plan: Plan, row: int, why) -> str:
    wanted = int(plan.wanted[row])
    return about_need(plan.candidates.needs.id_of(row), wanted - int(plan.served[row]), wanted, why)


def _placed(refused: InputRefused, needs: Sheet, offers: Sheet, rules: Path | None) -> str:
    """What the engine refused, in terms of the files."""
    sheets = {"needs": needs, "offers": offers}
    return "\n".join(
        sheets[p.table].refusal(p.column, p.message, p.rows)
        if p.table in sheets
        else f"{rules or 'the rules'}: {p.column}: {p.message}"
        for p in refused.problems
    )
