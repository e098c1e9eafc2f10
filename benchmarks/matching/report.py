"""The tables, in Markdown."""

import math

from .instances import NAMES, ONLY
from .peers import PEERS
from .runs import OURS, Book, seconds


def tables(book: Book, sizes: list[int]) -> str:
    parts = [
        table(book, instance, size) for instance in NAMES for size in ONLY.get(instance, sizes)
    ]
    return "\n".join([*filter(None, parts), growth(book)])


def table(book: Book, instance: str, size: int) -> str:
    rows = [book.get(instance, size, peer) for peer in PEERS]
    shown = [line(row, instance) for row in rows if row]
    if not shown:
        return ""
    head = "| | construct, ms | solve, ms | ÷ ours | peak, MB |\n|---|---|---|---|---|"
    return f"#### {instance}, {size:,}\n{head}\n" + "\n".join(shown) + "\n"


def line(row: dict, instance: str) -> str:
    title = PEERS[row["peer"]].title
    if "value" not in row:
        why = "failed" if "failed" in row else f"not finished in {row['stopped_after']} s"
        return f"| {title} | {why} | | | |"
    construct, solve = (median(row[part]) for part in ("construct", "solve"))
    beside = None if row["peer"] in OURS else ours(row, instance)
    ratio = f"{seconds(row) / beside:.1f}" if beside else ""
    return f"| {title} | {shown(construct)} | {shown(solve)} | {ratio} | {row['peak_mb']:,} |"


def shown(seconds: float) -> str:
    return f"{1000 * seconds:,.{2 if seconds < 0.01 else 0}f}"


def ours(row: dict, instance: str) -> float | None:
    """Seconds beside this peer; shuffled rows are put in order first, which is counted."""
    return row["ours"].get("nebe-relabelled" if "shuffled" in instance else "nebe")


def median(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def growth(book: Book) -> str:
    """Slopes of log time over log size, from 10,000 on."""
    lines = ["#### Growth: log time over log size\n| instance | sizes | slope |\n|---|---|---|"]
    for instance in NAMES:
        peer = "nebe-relabelled" if "shuffled" in instance else "nebe"
        sizes = (10_000, 100_000, 1_000_000, 10_000_000)
        rows = [row for size in sizes if (row := book.get(instance, size, peer))]
        points = [(math.log(row["size"]), math.log(seconds(row))) for row in rows if "value" in row]
        if len(points) > 1:
            span = f"{rows[0]['size']:,} to {rows[len(points) - 1]['size']:,}"
            lines.append(f"| {instance} | {span} | {slope(points):.2f} |")
    return "\n".join(lines) + "\n"


def searches(rows: list[dict]) -> str:
    lines = [
        "#### Candidates: the 16 best admissible offers of each need, two threads",
        "| size | | seconds | ÷ ours | recall@16 |\n|---|---|---|---|---|",
    ]
    for row in rows:
        first = f"{row['size']:,}"
        lines.append(f"| {first} | Nebe | {row['seconds']:.2f} | | {row['recall']:.2%} |")
        lines += [
            f"| {first} | SciPy cKDTree, {tree['nearest']} nearest, then rules "
            f"| {tree['seconds']:.2f} | {tree['seconds'] / row['seconds']:.1f} "
            f"| {tree['recall']:.2%} |"
            for tree in row["trees"]
        ]
    return "\n".join(lines) + "\n"


def households(row: dict) -> str:
    return (
        f"#### Households that stay together: {row['size']:,} of {row['people']:,} people, "
        f"{row['places']:,} places\n"
        f"{row['of_lp_bound']:.3f} of the bound of the linear program and {row['of_bound']:.3f} of "
        f"the best bound proved, in {row['seconds']:.1f} s; HiGHS alone "
        f"{row['highs_of_bound']:.3f} in {row['highs_seconds']:.1f} s.\n"
    )


def streams(row: dict) -> str:
    """Shares of what hindsight reaches."""
    once, window = row["at once"], row["in window"]
    name = f"within a quarter of {row['needs']:,} arrivals, scarce"
    lines = [
        "#### Streams: share of hindsight's value",
        "| answered | policy | mean | least | seeds | ms an answer |\n|---|---|---|---|---|---|",
        stream("at once, resettlement-like", "greedy", once, "greedy", row["seeds"]),
        stream("", "arrival prices", once, "priced", row["seeds"]),
        stream(name, "greedy, at once", window, "greedy", row["window_seeds"]),
        stream("", "live plan", window, "live", row["window_seeds"]),
        stream("", "live plan with arrival prices", window, "priced", row["window_seeds"]),
    ]
    return "\n".join(lines) + "\n"


def stream(answered: str, policy: str, part: dict, name: str, seeds: int) -> str:
    shares = part[name]
    took = f"{part['milliseconds']['mean']:.1f}" if name == "priced" else ""
    cells = [answered, policy, f"{shares['mean']:.3f}", f"{shares['least']:.3f}", seeds, took]
    return f"| {' | '.join(map(str, cells))} |"


def arrivals(rows: list[dict]) -> str:
    lines = [
        "#### One arrival in a plan that lives, microseconds of the processor: p50 / p90 / p99",
        "| needs | compiled part | whole | proposals moved | pylmcf anew, p50 |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        times = [
            " / ".join(f"{row[what][share]:,.0f}" for share in ("p50", "p90", "p99"))
            for what in ("kernel_us", "whole_us", "moved")
        ]
        peer = f"{1e6 * row['pylmcf']['again_p50']:,.0f}" if "pylmcf" in row else ""
        lines.append(f"| {row['size']:,} | {' | '.join(times)} | {peer} |")
    return "\n".join(lines) + "\n"


def whole(rows: list[dict]) -> str:
    """From tables to a proved plan, category by category."""
    lines = [
        "#### Tables to a proved plan, category by category",
        "| needs and offers | seconds | of the processor | beyond tables, MB | served | proved |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row['size']:,} | {row['seconds']:,.0f} | {row['cpu']:,.0f} | {row['peak_mb']:,} "
            f"| {row['served']:.1%} | {'yes' if row['proved'] else 'NO'} |"
        )
    points = [(math.log(row["size"]), math.log(row["cpu"])) for row in rows]
    grown = f"Growth, log time over log size: {slope(points):.2f}\n" if len(rows) > 1 else ""
    return "\n".join(lines) + "\n" + grown


def slope(points: list[tuple[float, float]]) -> float:
    x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    above = sum((a - x) * (b - y) for a, b in points)
    return above / sum((a - x) ** 2 for a, _ in points)
