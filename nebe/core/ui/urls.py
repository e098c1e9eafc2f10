from django.urls import path

from .views import design

urlpatterns = [path("design", design, name="ui_design")]
