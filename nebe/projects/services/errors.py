class NotPossible(Exception):
    """Somebody was faster, or the thing has moved on; `str` says what to do, to people."""
