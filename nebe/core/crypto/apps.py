from django.apps import AppConfig
from django.core import checks


class CryptoConfig(AppConfig):
    name = "nebe.core.crypto"
    label = "nebe_crypto"

    def ready(self):
        from .checks import check_keys

        # With --deploy only: making migrations or messages needs no keys. Web and worker call
        # `require_keys` when they start.
        checks.register(check_keys, deploy=True)
