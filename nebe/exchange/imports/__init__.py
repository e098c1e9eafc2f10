"""Offers from a spreadsheet: read, previewed, then taken; each row has a fate."""
