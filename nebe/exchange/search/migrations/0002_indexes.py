"""What Django's models cannot say: full-text search and covering indexes, per database."""

from django.db import migrations

ENTRY = "nebe_search_searchentry"
DOCUMENT = "nebe_search_searchdocument"
VECTOR = "nebe_search_searchvector"
ANSWERS = "category cell x y z reach available_from available_until languages status".split()
# Name → columns that are looked up, the last one giving the order.
INDEXES = {
    "search_by_cell_category": "public, cell, category, number",
    "search_by_cell": "public, cell, number",
    "search_by_category": "public, category, number",
    "search_by_age": "public, number",
    "search_by_place": "public, place, number",
}



def answers(columns: str) -> str:
    """What else an index holds, so that the table itself is not read."""
    return ", ".join(column for column in ANSWERS if column not in columns.split(", "))


SQLITE = [
    # The tokens are made by us: letters beyond ASCII are kept, marks hold `:`, slugs `-` and `_`.
    f"""CREATE VIRTUAL TABLE nebe_search_text USING fts5(
        tokens, content='{DOCUMENT}', content_rowid='number', detail=none, columnsize=0,
        tokenize="ascii tokenchars ':-_'")""",
    f"""CREATE TRIGGER nebe_search_added AFTER INSERT ON {DOCUMENT} BEGIN
        INSERT INTO nebe_search_text(rowid, tokens) VALUES (new.number, new.tokens); END""",
    f"""CREATE TRIGGER nebe_search_removed AFTER DELETE ON {DOCUMENT} BEGIN
        INSERT INTO nebe_search_text(nebe_search_text, rowid, tokens)
        VALUES ('delete', old.number, old.tokens); END""",
    f"""CREATE TRIGGER nebe_search_changed AFTER UPDATE ON {DOCUMENT} BEGIN
        INSERT INTO nebe_search_text(nebe_search_text, rowid, tokens)
        VALUES ('delete', old.number, old.tokens);
        INSERT INTO nebe_search_text(rowid, tokens) VALUES (new.number, new.tokens); END""",
    *(
        f"CREATE INDEX {name} ON {ENTRY} ({columns}, {answers(columns)})"
        for name, columns in INDEXES.items()
    ),
]
POSTGRESQL = [
    # Statistics would keep words of offers that are gone.
    f"""ALTER TABLE {DOCUMENT}
        ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED,
        ALTER COLUMN tokens SET STATISTICS 0""",
    f"ALTER TABLE {DOCUMENT} ALTER COLUMN vector SET STATISTICS 0",
    f"ALTER TABLE {VECTOR} ALTER COLUMN vector SET STATISTICS 0",
    f"CREATE INDEX search_text ON {DOCUMENT} USING gin (vector) WITH (fastupdate = off)",
    *(
        f"CREATE INDEX {name} ON {ENTRY} ({columns}) INCLUDE ({answers(columns)})"
        for name, columns in INDEXES.items()
    ),
]


def create(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER nebe_search_{trigger}", params=None)
        schema_editor.execute("DROP TABLE nebe_search_text", params=None)
    else:
        schema_editor.execute(f"ALTER TABLE {DOCUMENT} DROP COLUMN vector", params=None)
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("nebe_search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
