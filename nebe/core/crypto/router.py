"""Personal keys live in a database of their own, so that they are backed up apart."""

KEYS_APP = "nebe_crypto"


class KeysRouter:
    def db_for_read(self, model, **hints):
        return "keys" if model._meta.app_label == KEYS_APP else None

    db_for_write = db_for_read

    def allow_relation(self, one, other, **hints):
        return (one._meta.app_label == KEYS_APP) == (other._meta.app_label == KEYS_APP)

    def allow_migrate(self, db, app_label, **hints):
        return (db == "keys") == (app_label == KEYS_APP)
