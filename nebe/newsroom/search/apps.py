from django.apps import AppConfig


class NewsroomSearchConfig(AppConfig):
    name = "nebe.newsroom.search"
    label = "nebe_newsroom_search"
