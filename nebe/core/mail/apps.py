from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "nebe.core.mail"
    label = "nebe_mail"
