"""Databases full of offers, made once in a directory outside the tree and kept for the next run.

Each is reached by the same environment that a production process reads, so everything that is
measured runs in a process of its own: `run(database, "benchmarks.search", …)`.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HOME = Path(os.environ.get("NEBE_BENCH_HOME", "/tmp/nebe-bench"))
SERVER = os.environ.get("NEBE_BENCH_POSTGRES", "postgres://root@127.0.0.1")
SEED = 2026
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)  # of the generated offers
KEYS = {
    "NEBE_MASTER_KEYS": "bench:YmVuY2gta2V5LWJlbmNoLWtleS1iZW5jaC1rZXktISE=",
    "NEBE_INDEX_KEY": "YmVuY2gtaW5kZXgtYmVuY2gtaW5kZXgtYmVuY2ghISE=",
}


@dataclass(frozen=True)
class Database:
    vendor: str
    offers: int
    articles: int = 0  # of the newsroom, each in seven languages
    projects: int = 0

    @property
    def size(self) -> str:
        if self.projects:
            return f"projects_{self.projects}"
        return f"articles_{self.articles}" if self.articles else str(self.offers)

    @property
    def name(self) -> str:
        return f"nebe_bench_{self.size}"

    @property
    def directory(self) -> Path:
        return HOME / f"{self.vendor}-{self.size}"

    @property
    def is_ready(self) -> bool:
        return (self.directory / "ready").exists()

    def environment(self) -> dict[str, str]:
        if self.vendor == "sqlite":
            url = f"sqlite:///{self.directory / 'nebe.sqlite3'}"
            keys = f"sqlite:///{self.directory / 'keys.sqlite3'}"
        else:
            url, keys = f"{SERVER}/{self.name}", f"{SERVER}/{self.name}_keys"
        return KEYS | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "NEBE_VAR": str(self.directory / "var"),
            "DATABASE_URL": url,
            "KEYS_DATABASE_URL": keys,
        }

    def create(self) -> None:
        """An empty database; what was there is dropped."""
        self.directory.mkdir(parents=True, exist_ok=True)
        for file in self.directory.glob("*"):
            if file.is_file():
                file.unlink()
        if self.vendor == "postgresql":
            import psycopg

            with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as admin:
                for name in (self.name, f"{self.name}_keys"):
                    admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                    admin.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")


def run(database: Database, module: str, *arguments: str) -> str:
    """Standard output of `python -m module …` in a process that sees this database."""
    environment = os.environ | database.environment()
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def ensure(database: Database) -> None:
    """Fill the database unless an earlier run has."""
    if database.is_ready:
        return
    database.create()
    if database.projects:
        run(database, "benchmarks.projects_fill", str(database.projects))
    elif database.articles:
        run(database, "benchmarks.articles", str(database.articles))
    else:
        run(database, "benchmarks.fill", str(database.offers))
    (database.directory / "ready").touch()
