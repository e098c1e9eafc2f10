"""Languages of pages: what is missing or stale, side by side, files, terms, how hard to read."""
