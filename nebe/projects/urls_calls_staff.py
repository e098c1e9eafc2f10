"""Funding calls in the console: the office writes them, members see which are for them."""

from django.urls import path

from .views import calls_ours, calls_staff

urlpatterns = [
    path("", calls_staff.calls, name="calls"),
    path("new/", calls_staff.call_new, name="call_new"),
    path("import/", calls_staff.calls_import, name="calls_import"),
    path("for-us/", calls_ours.ours, name="calls_ours"),
    path("for-us/profile/", calls_ours.profile, name="calls_profile"),
    path("for-us/mails/", calls_ours.mails, name="calls_mails"),
    path("<uuid:pk>/", calls_staff.call, name="call"),
    path("<uuid:pk>/edit/", calls_staff.call_edit, name="call_edit"),
    path("<uuid:pk>/act/", calls_staff.call_act, name="call_act"),
]
