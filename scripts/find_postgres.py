"""Print the address of a PostgreSQL server on which databases may be created, else nothing."""

import getpass
import os

import psycopg

USER = getpass.getuser()
CANDIDATES = [
    os.environ.get("DATABASE_URL", ""),
    "postgres://%2Fvar%2Frun%2Fpostgresql/nebe",
    f"postgres://{USER}@127.0.0.1:5432/nebe",
    "postgres://postgres@127.0.0.1:5432/nebe",
]


def may_create(url: str) -> bool:
    server = url.rsplit("/", 1)[0] + "/postgres"
    try:
        with psycopg.connect(server, connect_timeout=2) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


print(next((url for url in CANDIDATES if url.startswith("postgres") and may_create(url)), ""))
