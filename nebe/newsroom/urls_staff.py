"""Of the staff, below the language and `console/`."""

from django.urls import path

from .views import press

urlpatterns = [
    path("press/", press.expert_messages, name="expert_messages"),
    path("press/<uuid:pk>/answered/", press.expert_answered, name="expert_answered"),
]
