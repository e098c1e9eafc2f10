"""Triggers that keep the audit trail append-only, below Django, on both databases.

An entry may be sealed once (sequence and digest, from empty), never be changed, and be deleted
only when it is older than `KEEP_DAYS` by the database's own clock (`chain_cut.py`).
Whoever owns the database can drop a trigger; then `nebe audit verify` still tells.
"""

# Five years: claims for damages and most offences in office lapse by then, and the trail says who
# worked when, which is kept no longer than it may be needed.
KEEP_DAYS = 5 * 365
TABLE = "nebe_privacy_auditentry"
COLUMNS = 'at, action, "user", person, organisation, model, "row", request, elevated, reason, id'
SAYS = "the audit trail is append-only"

SQLITE = {
    "audit_no_delete": (
        f"BEFORE DELETE ON {TABLE} WHEN OLD.at > datetime('now', '-{KEEP_DAYS} days')"
    ),
    "audit_no_update": f"BEFORE UPDATE OF {COLUMNS} ON {TABLE}",
    "audit_seal_once": (
        f"BEFORE UPDATE OF sequence, digest ON {TABLE} WHEN OLD.sequence IS NOT NULL"
    ),
}
POSTGRESQL = {
    "audit_no_delete": (
        f"BEFORE DELETE ON {TABLE} FOR EACH ROW WHEN (OLD.at > now() - interval '{KEEP_DAYS} days')"
    ),
    "audit_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
    "audit_no_update": f"BEFORE UPDATE OF {COLUMNS} ON {TABLE} FOR EACH ROW",
    "audit_seal_once": (
        f"BEFORE UPDATE OF sequence, digest ON {TABLE} FOR EACH ROW WHEN (OLD.sequence IS NOT NULL)"
    ),
}


def install(connection) -> None:
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, when in SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
                )
            return
        cursor.execute(
            "CREATE OR REPLACE FUNCTION nebe_audit_append_only() RETURNS trigger"
            f" LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
        )
        for name, when in POSTGRESQL.items():
            cursor.execute(
                f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION nebe_audit_append_only()"
            )


def remove(connection) -> None:
    """For tests, which empty tables, and for the way back of the migration."""
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
        for name in POSTGRESQL:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
