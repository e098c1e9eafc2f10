"""Addresses that have no language."""

from django.urls import path

from .views import machines, pages

urlpatterns = [
    path("", pages.root),
    path("sw.js", machines.service_worker, name="service_worker"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("favicon.ico", machines.favicon),
    path("robots.txt", machines.robots),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-projects-<int:part>.xml", machines.sitemap_projects, name="sitemap_projects"),
    path("sitemap-calls.xml", machines.sitemap_calls, name="sitemap_calls"),
    path("sitemap-<slug:language>.xml", machines.sitemap_of, name="sitemap_of"),
    path(".well-known/security.txt", machines.security),
]
