"""Offers from a spreadsheet: read, previewed, then taken row by row; each row has a fate."""
