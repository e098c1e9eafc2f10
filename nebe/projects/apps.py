from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "nebe.projects"
    label = "nebe_projects"

    def ready(self):
        from . import changes, indexes, links, menus, related_sources, site_search  # noqa: F401
        from .calls import site_search as calls_search  # noqa: F401 (register)
        from .learning import site_search as found
        from .learning import staff_pages

        staff_pages.register()
        found.register()
