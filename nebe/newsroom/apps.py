from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "nebe.newsroom"
    label = "nebe_newsroom"

    def ready(self):
        from nebe.core.mail import links
        from nebe.core.people.cms import EDITED

        from . import following, indexes, shared, signals, staff_pages  # noqa: F401 (connects)
        from .newsletters import links as newsletters

        shared.register()
        newsletters.register()
        staff_pages.register()
        EDITED.update({"download", "redirect"})
        pages = "nebe.newsroom.views.laws"
        links.register(following.CONFIRM, f"{pages}.confirm", used=f"{pages}.confirmed")
        links.register(following.STOP, f"{pages}.stop")
        views = "nebe.newsroom.stories.views"
        links.register("story", f"{views}.own_link", used=f"{views}.gone")
