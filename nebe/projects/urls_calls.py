"""Funding calls, below those of the projects."""

from django.urls import path

from .views import calls, calls_follow

urlpatterns = [
    path("", calls.calls, name="calls"),
    path("feed.xml", calls.calls_feed, name="calls_feed"),
    path("feed.rss", calls.calls_rss, name="calls_rss"),
    path("deadlines.ics", calls.calls_calendar, name="calls_calendar"),
    path("calls.csv", calls.calls_table, name="calls_table"),
    path("calls.json", calls.calls_json, name="calls_json"),
    path("follow/", calls_follow.follow, name="calls_follow"),
    path("follow/sent/", calls_follow.sent, name="calls_follow_sent"),
    path("follow/gone/", calls_follow.gone, name="calls_gone"),
    path("<slug:slug>/", calls.call, name="call"),
    path("<slug:slug>/deadlines.ics", calls.call_calendar, name="call_calendar"),
    path("<slug:slug>/remind/", calls_follow.remind, name="call_remind"),
]
