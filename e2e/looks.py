"""How pages are looked at: which language at which width in which colours.

Together they meet each script, both directions, each width, both colour schemes. What a page
looks like depends on no database: all of them are walked on SQLite, one on
PostgreSQL, where what a page says is looked at and not again how it suits everyone (axe).
"""

import os

EVERY_LOOK = [("ar", 320, "light"), ("uk", 390, "dark"), ("en", 1280, "light")]
# What these leave out of both directions × three widths: for each kind of article alone.
LOOKED_AT_TOO = {"ar": [390, 1280], "en": [320]}
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
COLOURED = EVERY_LOOK[-1:] if ON_POSTGRES else EVERY_LOOK
LOOKS = [(language, width) for language, width, _colours in COLOURED]
WIDTHS = [width for _language, width in LOOKS]
