"""Print the address of a PostgreSQL server on which databases may be created, else nothing."""

import getpass
import os

import environ
import psycopg

USER = getpass.getuser()
CANDIDATES = [
    os.environ.get("DATABASE_URL", ""),
    f"postgres://{USER}@127.0.0.1:5432/nebe",
    "postgres://postgres@127.0.0.1:5432/nebe",
    "postgres:////var/run/postgresql/nebe",
]


def may_create(url: str) -> bool:
    server = environ.Env.db_url_config(url)
    try:
        with psycopg.connect(
            dbname="postgres",
            host=server["HOST"] or None,
            port=server["PORT"] or None,
            user=server["USER"] or None,
            password=server["PASSWORD"] or None,
            connect_timeout=2,
        ) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


print(next((url for url in CANDIDATES if url.startswith("postgres") and may_create(url)), ""))
