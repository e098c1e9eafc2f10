"""The site's addresses and an empty page: the public frame through the same middleware."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from nebe.config.urls import handler500, urlpatterns
from nebe.core.people.access import public

__all__ = ["handler500", "urlpatterns"]
TEMPLATE = '{% extends "ui/public.html" %}{% block title %}-{% endblock %}'


@public
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({}, request))


urlpatterns = [*i18n_patterns(path("empty/", empty)), *urlpatterns]
