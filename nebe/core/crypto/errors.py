"""What can go wrong when a sealed value is read. Never garbage, never silence."""


class CryptoError(Exception):
    """A sealed value could not be read; the subclass says why."""


class KeyErased(CryptoError):
    """The person was erased: the value can never be read again."""


class KeyLost(CryptoError):
    """No key and no erasure either: the `keys` database does not belong to these rows."""


class ValueMoved(CryptoError):
    """The value was changed, or copied here from another row or field."""
