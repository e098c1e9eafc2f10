"""What Django's models cannot say: the full-text index, per database."""

from django.db import migrations

TABLE = "nebe_newsroom_search_searchedarticle"
TEXT = "nebe_newsroom_search_text"
GONE = f"INSERT INTO {TEXT}({TEXT}, rowid, tokens) VALUES ('delete', old.id, old.tokens);"
NEW = f"INSERT INTO {TEXT}(rowid, tokens) VALUES (new.id, new.tokens);"
# Wagtail looks pages up by their place in the tree; readers come by the address. A hash, for an
# address may be longer than what a tree of PostgreSQL holds.
ADDRESSES = "CREATE INDEX newsroom_page_address ON wagtailcore_page"
TRIGGERS = {"added": ("INSERT", NEW), "removed": ("DELETE", GONE), "changed": ("UPDATE", GONE + NEW)}
SQLITE = [
    f"{ADDRESSES} (url_path)",
    # The tokens are made by us: letters beyond ASCII are kept, marks hold `:`, slugs `-` and `_`.
    f"""CREATE VIRTUAL TABLE {TEXT} USING fts5(
        tokens, content='{TABLE}', content_rowid='id', detail=none, columnsize=0,
        tokenize="ascii tokenchars ':-_'")""",
    *(
        f"CREATE TRIGGER {TEXT}_{name} AFTER {event} ON {TABLE} BEGIN {statements} END"
        for name, (event, statements) in TRIGGERS.items()
    ),
]
POSTGRESQL = [
    f"{ADDRESSES} USING hash (url_path)",
    # Without statistics the planner takes every word for a rare one and asks the index; with them
    # it reads all vectors from where PostgreSQL keeps what is long.
    f"""ALTER TABLE {TABLE}
        ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED,
        ALTER COLUMN tokens SET STATISTICS 0""",
    f"ALTER TABLE {TABLE} ALTER COLUMN vector SET STATISTICS 0",
    f"CREATE INDEX newsroom_search_text ON {TABLE} USING gin (vector) WITH (fastupdate = off)",
]


def create(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    schema_editor.execute("DROP INDEX newsroom_page_address", params=None)
    if schema_editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER {TEXT}_{name}", params=None)
        schema_editor.execute(f"DROP TABLE {TEXT}", params=None)
    else:
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN vector", params=None)


class Migration(migrations.Migration):
    dependencies = [("nebe_newsroom_search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
