"""Below `/<language>/console/stories/`."""

from django.urls import path

from . import views

app_name = "newsroom_stories"

urlpatterns = [
    path("", views.stories, name="stories"),
    path("<uuid:key>/", views.story, name="story"),
    path("consents/<uuid:pk>/link/", views.link, name="link"),
    path("consents/<uuid:pk>/take-back/", views.take_back, name="take_back"),
]
