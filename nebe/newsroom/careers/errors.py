class NotPossible(Exception):
    """It may not be done, or not any more."""
