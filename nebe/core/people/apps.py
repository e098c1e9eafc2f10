from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "nebe.core.people"
    label = "nebe_people"

    def ready(self):
        from nebe.core.mail import links

        from . import indexes, sessions  # noqa: F401 (register themselves, listen to signals)

        pages = "nebe.core.people.views.invitation"
        links.register("invitation", f"{pages}.invitation", used=f"{pages}.invitation_used")
