from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "nebe.newsroom"
    label = "nebe_newsroom"

    def ready(self):
        from . import shared, signals, staff_pages  # noqa: F401 (connects)

        shared.register()
        staff_pages.register()
