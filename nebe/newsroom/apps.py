from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "nebe.newsroom"
    label = "nebe_newsroom"

    def ready(self):
        from nebe.core.mail import links

        from . import shared, signals  # noqa: F401 (connects)

        shared.register()
        views = "nebe.newsroom.stories.views"
        links.register("story", f"{views}.own_link", used=f"{views}.gone")
