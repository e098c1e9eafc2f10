"""The command line on real files, in processes of their own."""

import csv
import importlib.util
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from nebe.matching import solve
from nebe.matching.command.city import BOOK, RULES, draw_city, write_city
from nebe.matching.command.files import read, write
from nebe.matching.command.tables import tables

HAS_PARQUET = importlib.util.find_spec("pyarrow") is not None


def run(*arguments, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "nebe.matching", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **options)


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Path:
    """needs.csv, offers.csv and rules.toml."""
    folder = tmp_path_factory.mktemp("city")
    write_city(draw_city(7), folder)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def solved(city: Path, out: Path, *more) -> subprocess.CompletedProcess:
    files = city / "needs.csv", city / "offers.csv"
    return run("solve", *files, "--rules", city / "rules.toml", "--out", out, *more)


def changed(city: Path, folder: Path, line: int, column: str, value: str) -> Path:
    """A copy of needs.csv with one field changed; the header is line 1."""
    with (city / "needs.csv").open(encoding="utf-8") as file:
        listed = list(csv.reader(file))
    listed[line - 1][listed[0].index(column)] = value
    with (folder / "needs.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(listed)
    return folder / "needs.csv"


def test_it_works(tmp_path):
    done = run("demo", "--out", tmp_path / "city.svg", "--files", tmp_path / "files")
    assert done.returncode == 0, done.stderr
    assert "Proven:" in done.stdout
    assert "is given offer" in done.stdout
    assert "is left without" in done.stdout
    assert {path.name for path in (tmp_path / "files").iterdir()} == {
        "needs.csv", "offers.csv", "rules.toml",
    }  # fmt: skip


def test_the_picture_is_described_and_complete(tmp_path):
    done = run("demo", "--seed", "3", "--out", tmp_path / "city.svg")
    root = ET.parse(tmp_path / "city.svg").getroot()
    name = "{http://www.w3.org/2000/svg}"
    ids = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    assert [root.find(f"{name}{tag}").attrib["id"] for tag in ("title", "desc")] == ids
    assert "needs are met" in root.find(f"{name}desc").text
    legend = 2
    assert len(root.findall(f"{name}circle")) == 90 + legend
    assert len(root.findall(f"{name}rect")) == 70 + legend + 1  # and the ground
    assert done.stdout.startswith("An invented city (seed 3)")


def test_files_give_the_plan_of_the_arrays(city, tmp_path):
    done = solved(city, tmp_path, "--threads", "2")
    assert done.returncode == 0, done.stderr
    drawn = draw_city(7)
    plan = solve(drawn.needs, drawn.offers, BOOK)
    written = [
        tuple(int(r[c]) for c in ("need", "offer", "units", "points"))
        for r in rows(tmp_path / "pairs.csv")
    ]
    columns = plan.need_ids, plan.offer_ids, plan.units, plan.scores
    assert written == list(zip(*(column.tolist() for column in columns), strict=True))
    [proof] = rows(tmp_path / "certificate.csv")
    assert proof["is_optimal"] == "True"
    assert int(proof["value"]) == int(proof["bound"]) == plan.value


def test_the_written_duals_prove_the_written_pairs(city, tmp_path):
    """Weak duality by hand, from the files alone."""
    solved(city, tmp_path)
    value = sum(int(r["units"]) * int(r["points"]) for r in rows(tmp_path / "pairs.csv"))
    bound = sum(int(r["wanted"]) * int(r["profit"]) for r in rows(tmp_path / "needs.csv"))
    bound += sum(int(r["units"]) * int(r["price"]) for r in rows(tmp_path / "offers.csv"))
    assert value == bound


def test_every_unserved_need_has_its_reasons(city, tmp_path):
    solved(city, tmp_path)
    listed = rows(tmp_path / "unserved.csv")
    short = {r["need"] for r in rows(tmp_path / "needs.csv") if int(r["given"]) < int(r["wanted"])}
    assert {r["need"] for r in listed} == short
    for row in listed:
        removed = sum(int(part.split("=")[1]) for part in row["removed"].split())
        assert int(row["considered"]) == removed + int(row["barred"]) + int(row["admissible"])
        assert row["sentence"].startswith(f"Need {row['need']} ")
        assert bool(row["relaxation"]) == bool(row["relaxation_points"])
    solved(city, tmp_path / "few", "--reasons", "2")
    assert [bool(r["sentence"]) for r in rows(tmp_path / "few" / "unserved.csv")][:3] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("kind", ["npz", "parquet"])
def test_other_formats_give_the_same(city, tmp_path, kind):
    if kind == "parquet" and not HAS_PARQUET:
        pytest.skip("pyarrow is not installed (requirements/parquet.txt)")
    for name in ("needs", "offers"):
        sheet = read(city / f"{name}.csv")
        numbers = {
            "latitude": float,
            "longitude": float,
            "reach_km": float,
            "id": int,
            "units": int,
        }
        write(
            tmp_path / f"{name}.{kind}",
            {n: c.astype(numbers.get(n, str)) for n, c in sheet.columns.items()},
        )
    files = tmp_path / f"needs.{kind}", tmp_path / f"offers.{kind}"
    done = run("solve", *files, "--rules", city / "rules.toml", "--out", tmp_path / "plan")
    assert done.returncode == 0, done.stderr
    solved(city, tmp_path / "csv")
    pairs = read_plain(tmp_path / "plan" / f"pairs.{kind}")
    assert [list(map(str, row)) for row in zip(*pairs.values(), strict=True)] == [
        list(row.values()) for row in rows(tmp_path / "csv" / "pairs.csv")
    ]


def read_plain(path: Path) -> dict[str, list]:
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            return {name: column.tolist() for name, column in arrays.items()}
    import pyarrow.parquet

    return pyarrow.parquet.read_table(path).to_pydict()


@pytest.mark.skipif(HAS_PARQUET, reason="pyarrow is installed")
def test_parquet_says_what_is_missing(city, tmp_path):
    done = solved(city, tmp_path / "plan", "--format", "parquet")
    assert done.returncode == 3
    assert "requirements/parquet.txt" in done.stderr
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize(
    ("line", "column", "value", "message"),
    [
        (3, "latitude", "91", "column latitude: not on the globe (line 3)"),
        (4, "latitude", "north", "column latitude: not a number (line 4)"),
        (5, "units", "1.5", "column units: not a whole number (line 5)"),
        (5, "units", "-1", "column units: must be 0 to"),
        (6, "id", "1", "column id: given before (line 6)"),
        (7, "remote", "perhaps", "column remote: neither true nor false (line 7)"),
        (8, "periods", "2026-13-01", "column periods: not periods such as"),
        (9, "category", "magic", "column category: no rules for it (line 9)"),
    ],
)
def test_a_wrong_field_is_named(city, tmp_path, line, column, value, message):
    needs = changed(city, tmp_path, line, column, value)
    done = run(
        "solve",
        needs,
        city / "offers.csv",
        "--rules",
        city / "rules.toml",
        "--out",
        tmp_path / "plan",
    )
    assert done.returncode == 2
    assert f"{needs}, {message}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "needs the columns id and category; it has none"),
        ("id,place\n1,2\n", "needs the columns id and category; it has id, place"),
        ("id,category\n1,a\n2\n", "not as many fields as the header's 2 (line 3)"),
        ("id,category,id\n1,a,2\n", "the header names id twice"),
    ],
)
def test_a_wrong_file_is_named(city, tmp_path, text, message):
    (tmp_path / "needs.csv").write_text(text)
    done = run("solve", tmp_path / "needs.csv", city / "offers.csv")
    assert done.returncode == 2
    assert message in done.stderr


def test_files_that_are_none(city, tmp_path):
    assert "No such file" in run("solve", tmp_path / "no.csv", city / "offers.csv").stderr
    (tmp_path / "needs.npz").write_text("no archive")
    done = run("solve", tmp_path / "needs.npz", city / "offers.csv")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    np.savez(tmp_path / "needs.npz", id=np.int64(1), category=np.array(["a"]))
    done = run("solve", tmp_path / "needs.npz", city / "offers.csv")
    assert "a single value: id" in done.stderr
    (tmp_path / "needs.csv").write_text("id,category,vectors\n1,a,0.5\n")
    done = run("solve", tmp_path / "needs.csv", city / "offers.csv")
    assert "column vectors: must be lists of numbers" in done.stderr
    assert "must end with" in run("solve", tmp_path / "needs.txt", city / "offers.csv").stderr


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("within_reach", "within_walls", "no rule 'within_walls'; there are same, includes"),
        ("km = 10,", "", "near: km is missing"),
        ("weight = 300", "weight = 0.5", "weight: must be a whole number"),
        ("must = [", "mist = [", "no mist; there are base, kept, must, prefer"),
        ("tiers = [", "tiers = {", "rules.toml"),
        ('feature = "people"', 'feature = "persons"', "persons: no such feature on both sides"),
    ],
)
def test_a_wrong_rule_is_named(city, tmp_path, before, after, message):
    (tmp_path / "rules.toml").write_text(RULES.replace(before, after))
    done = run(
        "solve", city / "needs.csv", city / "offers.csv", "--rules", tmp_path / "rules.toml",
        "--out", tmp_path / "plan",
    )  # fmt: skip
    assert done.returncode == 2, done.stdout
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_tables_without_rows(tmp_path, city):
    header = (city / "needs.csv").read_text().splitlines()[0]
    (tmp_path / "needs.csv").write_text(header + "\n")
    done = run(
        "solve", tmp_path / "needs.csv", city / "offers.csv", "--rules", city / "rules.toml",
        "--out", tmp_path / "plan",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "plan" / "pairs.csv") == []


def test_words_become_the_same_bits_on_both_sides(tmp_path):
    (tmp_path / "needs.csv").write_text("id,category,languages,kind\n1,a,uk en,van\n2,a,,\n")
    (tmp_path / "offers.csv").write_text("id,category,languages,kind\n1,a,vi uk,car\n")
    from nebe.matching import MISSING, Overlaps, RuleBook, Rules

    book = RuleBook(others=Rules(must=(Overlaps("languages"),)))
    needs, offers = tables(read(tmp_path / "needs.csv"), read(tmp_path / "offers.csv"), book)
    assert needs.features["languages"].tolist() == [0b011, 0]
    assert offers.features["languages"].tolist() == [0b110]
    assert needs.features["kind"].tolist() == [1, MISSING]
    assert offers.features["kind"].tolist() == [0]


def test_long_runs_tell_how_far_they_are(monkeypatch, capsys):
    from nebe.matching.command import solving

    monkeypatch.setattr(solving, "QUIET_S", 0.0)
    telling = solving.Telling(quiet=False)
    telling.portion(4096, 10_000)
    telling.step("made 3 pairs")
    assert "candidates of 4,096 of 10,000 needs" in capsys.readouterr().err
    solving.Telling(quiet=True).portion(1, 2)
    assert capsys.readouterr().err == ""


def test_bench_prints_a_table():
    done = run("bench", "--sizes", "200")
    assert done.returncode == 0, done.stderr
    assert "| 200 |" in done.stdout


def test_usage():
    assert run().returncode == 2
    assert run("solve", "a.csv").returncode == 2
    assert run("bench", "--threads", "0").returncode == 2
