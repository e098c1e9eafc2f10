from django.urls import path, re_path

from .views import (
    categories,
    handling,
    imports,
    need_entry,
    queues,
    safeguarding,
    worklist,
)

app_name = "exchange_staff"

urlpatterns = [
    path("offers/", worklist.offers_list, name="offers"),
    re_path(r"^offers/export\.(?P<kind>csv|xlsx)$", worklist.offers_export, name="export"),
    path("offers/bulk/", worklist.offers_bulk, name="bulk"),
    path("offers/undo/<uuid:pk>/", worklist.offers_undo, name="undo"),
    path("offers/filters/", worklist.filter_save, name="filter_save"),
    path("offers/filters/<int:pk>/delete/", worklist.filter_delete, name="filter_delete"),
    path("offers/<uuid:pk>/", handling.offer_detail, name="offer"),
    path(
        "offers/<uuid:pk>/pictures/<uuid:picture>.webp",
        handling.offer_picture,
        name="offer_picture",
    ),
    path("offers/<uuid:pk>/vet/", handling.offer_vet, name="vet"),
    re_path(
        r"^offers/(?P<pk>[0-9a-f-]{36})/(?P<verb>take-on|hand-back|hide|show)/$",
        handling.offer_act,
        name="act",
    ),
    path("needs/new/", need_entry.need_new, name="need_new"),
    path("needs/own/new/", need_entry.need_own_new, name="need_own_new"),
    path("needs/<uuid:pk>/card/", need_entry.need_card, name="need_card"),
    re_path(r"^(?P<queue>reports|complaints)/$", queues.queue_list, name="queue"),
    re_path(
        r"^(?P<queue>reports|complaints)/(?P<pk>[0-9a-f-]{36})/$",
        queues.queue_row,
        name="queue_row",
    ),
    re_path(
        r"^(?P<queue>reports|complaints)/(?P<pk>[0-9a-f-]{36})/(?P<verb>take|close)/$",
        queues.queue_act,
        name="queue_act",
    ),
    path("safeguarding/", safeguarding.cases, name="cases"),
    path("safeguarding/signals/", safeguarding.signal_precision, name="precision"),
    path("safeguarding/bans/", safeguarding.bans, name="bans"),
    path("safeguarding/bans/<uuid:pk>/", safeguarding.ban, name="ban"),
    path("safeguarding/<uuid:pk>/", safeguarding.case, name="case"),
    path("safeguarding/<uuid:pk>/hide/", safeguarding.case_hide, name="case_hide"),
    path("safeguarding/<uuid:pk>/ban/", safeguarding.case_ban, name="case_ban"),
    re_path(
        r"^safeguarding/(?P<pk>[0-9a-f-]{36})/(?P<verb>take|close)/$",
        safeguarding.case_act,
        name="case_act",
    ),
    path("categories/", categories.categories_list, name="categories"),
    path("categories/add/", categories.category_new, name="category_add"),
    path("categories/<slug:slug>/", categories.category_edit, name="category"),
    path("categories/<slug:slug>/questions/add/", categories.question_new, name="question_add"),
    path("categories/<slug:slug>/questions/<slug:key>/", categories.question_edit, name="question"),
    path("import/", imports.import_start, name="import_start"),
    path("import/template.csv", imports.import_template, name="import_template"),
    path("import/<uuid:pk>/", imports.import_show, name="import"),
    path("import/<uuid:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("import/<uuid:pk>/refused.csv", imports.import_refused, name="import_refused"),
    path("import/<uuid:pk>/forget/", imports.import_forget, name="import_forget"),
]
