from django.apps import AppConfig


class CryptoConfig(AppConfig):
    name = "nebe.core.crypto"
    label = "nebe_crypto"
