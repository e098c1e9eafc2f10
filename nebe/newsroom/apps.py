from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "nebe.newsroom"
    label = "nebe_newsroom"

    def ready(self):
        from nebe.core.mail import links

        from . import following, shared, signals  # noqa: F401 (connects)

        shared.register()
        pages = "nebe.newsroom.views.laws"
        links.register(following.CONFIRM, f"{pages}.confirm", used=f"{pages}.confirmed")
        links.register(following.STOP, f"{pages}.stop")
