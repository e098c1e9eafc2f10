"""How pages are looked at: which language at which width in which colours.

Together they meet each script, both directions, each width, both colour schemes. What a page
looks like depends on no database, so each look is walked on one of them: two on SQLite, the
third on PostgreSQL.

The journeys of projects are walked in the languages of both countries, too: in English on SQLite,
in Czech and Polish on PostgreSQL.
"""

import os

EVERY_LOOK = [("ar", 320, "light"), ("uk", 390, "dark"), ("en", 1280, "light")]
# What these leave out of both directions × three widths: for each kind of article alone.
LOOKED_AT_TOO = {"ar": [390, 1280], "en": [320]}
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
COLOURED = EVERY_LOOK[2:] if ON_POSTGRES else EVERY_LOOK[:2]
LOOKS = [(language, width) for language, width, _colours in COLOURED]
PROJECTS_IN = ["cs", "pl"] if ON_POSTGRES else ["en"]
WIDTHS = [width for _language, width in LOOKS]
