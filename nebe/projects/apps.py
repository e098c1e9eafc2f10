from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "nebe.projects"
    label = "nebe_projects"

    def ready(self):
        from . import changes, links, menus, site_search  # noqa: F401 (connect, register)
