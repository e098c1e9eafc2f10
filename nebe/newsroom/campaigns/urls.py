"""Below `/<language>/console/campaigns/`."""

from django.urls import path

from . import views

app_name = "newsroom_campaigns"

urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("<uuid:key>/", views.campaign, name="campaign"),
    path("<uuid:key>/reach.csv", views.reach_csv, name="csv"),
    path("links/<int:pk>/qr.svg", views.qr, name="qr"),
]
