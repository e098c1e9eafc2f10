from django.urls import path

from .views.learning import public

urlpatterns = [
    path("evaluations/", public.evaluations, name="evaluations"),
    path("evaluations/table.csv", public.evaluations_table, name="evaluations_table"),
    path("evaluations/<slug:slug>/", public.evaluation, name="evaluation"),
    path("lessons/", public.lessons, name="lessons"),
    path("lessons/table.csv", public.lessons_table, name="lessons_table"),
    path("lessons/<slug:slug>/", public.lesson, name="lesson"),
    path("practices/", public.practices, name="practices"),
    path("practices/table.csv", public.practices_table, name="practices_table"),
    path("practices/<slug:slug>/", public.practice, name="practice"),
]
