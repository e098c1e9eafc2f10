"""Counts of the exchange: counted as it happens, kept without persons, shown to staff and to all.

`tally.py` counts, `fold.py` adds up, `history.py` counts rows that were there before,
`core/privacy/disclosure.py` decides what may be published of a month and `publishing.py` does it.
`counted.py` counts for indicators of projects.
"""
