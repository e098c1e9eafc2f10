from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "nebe.exchange"
    label = "nebe_exchange"
