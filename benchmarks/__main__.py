"""Measures and prints the tables of `docs/benchmarks.md`: `python -m benchmarks --help`."""

import argparse
import json
import platform
import sys

from .databases import SEED, Database, ensure, run
from .matching.bench import bench

VENDORS = ("sqlite", "postgresql")
SHARES = ("min", "p50", "p95")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", default=["search", "import", "weight", "matching"])
    parser.add_argument("--offers", type=int, nargs="+", default=[30_000])
    parser.add_argument("--articles", type=int, default=10_000, help="of the newsroom")
    parser.add_argument("--vendors", nargs="+", default=list(VENDORS), choices=VENDORS)
    parser.add_argument("--rows", type=int, nargs="+", default=[3_000, 30_000], help="to import")
    parser.add_argument("--megabytes", type=int, default=200, help="of the IATI file")
    parser.add_argument("--exported", type=int, default=100_000, help="projects as IATI")
    parser.add_argument("--readers", type=int, default=50_000, help="of the newsletter")
    parser.add_argument("--seconds", type=int, default=300, help="of the soak")
    parser.add_argument("--seed", type=int, default=SEED, help="of the soak of matching")
    parser.add_argument("--trouble", action="store_true", help="kill and restart during the soak")
    parser.add_argument("--sizes", type=int, nargs="+", help="needs of the matching")
    parser.add_argument("--instances", nargs="+", default=[], help="of the matching")
    parser.add_argument("--peers", nargs="+", default=[], help="of the matching")
    parser.add_argument("--runs", type=int, default=5, help="of the matching, if they are short")
    parser.add_argument(
        "--full", action="store_true", help="matching up to 10,000,000, goes on where it stopped"
    )
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, seed {SEED}\n")
    for what in options.what:
        globals()[f"bench_{what}"](options)


def bench_search(options: argparse.Namespace) -> None:
    for vendor in options.vendors:
        for offers in options.offers:
            database = Database(vendor, offers)
            ensure(database)
            print(f"### {vendor}, {offers:,} offers\n")
            print(search_table(json.loads(run(database, "benchmarks.search", str(SEED)))))


def search_table(results: dict) -> str:
    """Markdown: milliseconds min/p50/p95 of the search, of the page and of the empty page."""
    lines = [
        "| what is looked for | hits | search | page | page, cold | empty page | page ÷ empty |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind, result in results.items():
        times = [
            " / ".join(f"{result[what][share]:.1f}" for share in SHARES)
            for what in ("search", "page", "cold", "empty")
        ]
        warm, cold = (result[what]["p50"] / result["empty"]["p50"] for what in ("page", "cold"))
        cells = [kind, f"{result['hits']:,}", *times, f"{warm:.1f}, cold {cold:.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def bench_suggest(options: argparse.Namespace) -> None:
    print("### Offers suggested for one need\n")
    for vendor in options.vendors:
        for offers in options.offers:
            database = Database(vendor, offers)
            ensure(database)
            print(f"{vendor}, {offers:,} offers: " + run(database, "benchmarks.suggest", str(SEED)))


def bench_sessions(options: argparse.Namespace) -> None:
    print("### A matching session\n")
    for vendor in options.vendors:
        for offers in options.offers:
            database = Database(vendor, offers)
            ensure(database)
            said = run(database, "benchmarks.sessions", "20000", str(SEED))
            print(f"{vendor}, {offers:,} offers, {said}")


def bench_newsroom(options: argparse.Namespace) -> None:
    for vendor in options.vendors:
        database = Database(vendor, 0, articles=options.articles)
        ensure(database)
        print(f"### {vendor}, {options.articles:,} articles in seven languages\n")
        print(run(database, "benchmarks.newsroom", str(SEED)))


def bench_iati(options: argparse.Namespace) -> None:
    from .iati_files import bench as bench_iati_files

    print("### IATI in and out\n")
    print(json.dumps(bench_iati_files(options.megabytes, options.exported), indent=1))


def bench_import(options: argparse.Namespace) -> None:
    print("### Import\n")
    for vendor in options.vendors:
        database = Database(vendor, 0)
        ensure(database)
        print(run(database, "benchmarks.imports", *map(str, options.rows)))


def bench_weight(options: argparse.Namespace) -> None:
    database = Database("sqlite", 0)
    ensure(database)
    print("### First visit of the home page\n")
    print(run(database, "benchmarks.weight"))


def bench_matching(options: argparse.Namespace) -> None:
    print("### Matching\n")
    bench(options.sizes, options.instances, options.peers, runs=options.runs, full=options.full)


def bench_texts(options: argparse.Namespace) -> None:
    print("### Texts, across languages\n")
    database = Database("sqlite", 3000)
    ensure(database)
    print(run(database, "benchmarks.texts"))
    print(run(database, "benchmarks.fit"))


def bench_soak(options: argparse.Namespace) -> None:
    from .soak import soak

    title = (
        "with the worker killed and the database restarted" if options.trouble else "undisturbed"
    )
    print(f"### {options.seconds} seconds, 50 visitors, {title}\n")
    soak(options.seconds, options.trouble)


def bench_newsletter(options: argparse.Namespace) -> None:
    from .newsletter import bench as newsletter

    for vendor in options.vendors:
        print(f"### {vendor}: a newsletter to {options.readers:,}, the worker killed twice\n")
        for what, value in newsletter(vendor, options.readers).items():
            print(f"- {what}: {value}")


def bench_matched(options: argparse.Namespace) -> None:
    from .matched.run import soak_matched

    for vendor in options.vendors:
        print(f"### {vendor}: {options.seconds} seconds of matching, seed {options.seed}\n")
        soak_matched(vendor, options.seconds, options.seed)


if __name__ == "__main__":
    sys.exit(main())
