from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "nebe.projects"
    label = "nebe_projects"
