from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "nebe.core.jobs"
    label = "nebe_jobs"
