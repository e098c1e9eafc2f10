"""The addresses of the house. Pages live under their language; machinery does not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("-/", include("nebe.core.ui.urls")),
    path("cms/", include("wagtail.admin.urls")),
]

urlpatterns += i18n_patterns(
    # Last, for it takes every path that is left.
    path("", include("nebe.newsroom.urls")),
)
