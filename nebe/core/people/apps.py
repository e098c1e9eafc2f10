from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "nebe.core.people"
    label = "nebe_people"
