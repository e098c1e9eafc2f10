"""Pictures, pages and reports: addresses of `projects` that stand before those of a project."""

from django.urls import path

from .views import compare, pictures, profiles, reports

urlpatterns = [
    path("timeline/", pictures.timeline_page, name="timeline"),
    path("timeline/timeline.<slug:form>", pictures.timeline_file, name="timeline_file"),
    path("money/", pictures.money_page, name="money"),
    path("money/money.<slug:form>", pictures.money_file, name="money_file"),
    path("compare/", compare.compare, name="compare"),
    path("compare/compare.<slug:form>", compare.compare_file, name="compare_file"),
    path("organisations/<slug:slug>/", profiles.organisation, name="organisation"),
    path("funders/<slug:slug>/", profiles.funder, name="funder"),
    path("programmes/<slug:slug>/", profiles.programme, name="programme"),
    path("places/<slug:code>/", profiles.place, name="place"),
    path("report/", reports.report, name="report"),
    path("report/<uuid:pk>/", reports.report_made, name="report_made"),
    path("report/<uuid:pk>/report.pdf", reports.report_file, name="report_file"),
    path("new.<slug:form>", reports.feed, name="feed"),
    path("<slug:slug>/portrait.pdf", reports.portrait, name="portrait"),
    path("<slug:slug>/preview.png", reports.preview, name="preview"),
]
