"""`python -m nebe.matching demo | solve | bench`; `docs/matching.md` shows them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

DONE, NOT_PROVEN, REFUSED, MISSING_PACKAGE = range(4)  # exit codes


def main(arguments: list[str] | None = None) -> int:
    options = vars(parser().parse_args(arguments))
    run = globals()[f"_{options.pop('command')}"]
    from .command.files import FileRefused, PackageMissing

    try:
        return DONE if run(options) else NOT_PROVEN
    except FileRefused as error:
        print(error, file=sys.stderr)
        return REFUSED
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return REFUSED
    except (PackageMissing, ImportError) as error:
        print(error, file=sys.stderr)
        return MISSING_PACKAGE


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m nebe.matching",
        description="Bring needs and offers of help together: exact, proven, explained.",
        epilog="Exit codes: 0 proven, 1 not proven, 2 wrong input or usage, 3 a package missing.",
    )
    commands = top.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="an invented city, matched, with a picture")
    demo.add_argument("--seed", type=_natural, default=7)
    demo.add_argument("--out", type=Path, default=Path("demo.svg"), help="the picture (SVG)")
    demo.add_argument("--files", type=Path, help="a folder for the city as files for `solve`")
    demo.add_argument("--sentences", type=_natural, default=4, help="examples of reasons")
    solve = commands.add_parser("solve", help="needs and offers from CSV, npz or Parquet")
    solve.add_argument("needs", type=Path)
    solve.add_argument("offers", type=Path)
    solve.add_argument("--rules", type=Path, help="TOML; without it: within reach")
    solve.add_argument("--out", type=Path, default=Path("plan"), help="a folder")
    solve.add_argument("--format", dest="kind", choices=("csv", "npz", "parquet"))
    solve.add_argument("-k", type=_positive, default=16, help="candidates of each need")
    solve.add_argument("--threads", type=_positive, default=1)
    solve.add_argument("--reasons", type=_natural, default=200, help="unserved needs explained")
    solve.add_argument("--quiet", action="store_true", help="no progress")
    bench = commands.add_parser("bench", help="time this machine")
    bench.add_argument("--sizes", type=_positive, nargs="+", default=[1_000, 10_000, 30_000])
    bench.add_argument("--seed", type=_natural, default=7)
    bench.add_argument("--threads", type=_positive, default=1)
    return top


def _demo(options: dict) -> bool:
    from .command.solving import run_demo

    return run_demo(**options)


def _solve(options: dict) -> bool:
    from .command.solving import run_solve

    return run_solve(**options)


def _bench(options: dict) -> bool:
    from .command.bench import run_bench

    return run_bench(**options)


def _natural(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("must not be below 0")
    return value


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be above 0")
    return value


if __name__ == "__main__":
    sys.exit(main())
