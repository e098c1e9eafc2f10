from django.urls import include, path, re_path

from .views import (
    ask,
    find,
    give,
    mails_from_us,
    my,
    my_data,
    my_need,
    my_offer,
    my_talk,
    need,
    safety,
    statistics,
)

app_name = "exchange"

offer = [
    path("", find.offer, name="offer"),
    path("ask/", ask.ask, name="ask"),
    path("report/", safety.report_offer, name="report_offer"),
]

mine = [
    path("", my.home, name="my"),
    path("details/", my.details, name="my_details"),
    path("conduct/", my.conduct, name="my_conduct"),
    path("mails/", mails_from_us.my_mails, name="my_mails"),
    path("account/", my.account_make, name="my_account_make"),
    path("data/", my_data.data, name="my_data"),
    path("data/nebe.<slug:form>", my_data.data_file, name="my_data_file"),
    path("data/consents/<str:purpose>/end/", my_data.consent_end, name="my_consent_end"),
    path("data/delete/", my_data.leave, name="my_leave"),
    path("offers/<int:number>/", my_offer.show, name="my_offer"),
    path("offers/<int:number>/edit/", my_offer.edit, name="my_offer_edit"),
    path("offers/<int:number>/<slug:verb>/", my_offer.act, name="my_offer_act"),
    path("needs/", my_need.answerable, name="my_answerable"),
    path("needs/<uuid:pk>/", my_need.show, name="my_need"),
    path("needs/<uuid:pk>/edit/", my_need.edit, name="my_need_edit"),
    path("needs/<uuid:pk>/card/", my_need.card, name="my_need_card"),
    path("needs/<uuid:pk>/answer/", my_need.answer, name="my_answer"),
    path("needs/<uuid:pk>/<slug:verb>/", my_need.act, name="my_need_act"),
    path("links/end/", my_need.links_end, name="my_links_end"),
    path("talks/<uuid:pk>/", my_talk.show, name="my_talk"),
    path("talks/<uuid:pk>/share/", my_talk.share, name="my_talk_share"),
    path("talks/<uuid:pk>/report/", safety.report_talk, name="report_request"),
    path("talks/<uuid:pk>/report/<uuid:message>/", safety.report_talk, name="report_message"),
    path("talks/<uuid:pk>/<slug:verb>/", my_talk.act, name="my_talk_act"),
]

urlpatterns = [
    path("offers/", find.find, name="find"),
    path("offers/map/", find.find_map, name="map"),
    path("offers/<int:number>/", include(offer)),
    path("offers/pictures/<uuid:pk>.webp", find.image, name="image"),
    path("give/", give.give, name="give"),
    path("give/sent/", give.give_sent, name="give_sent"),
    path("ask/sent/", ask.ask_sent, name="ask_sent"),
    path("ask/code/", ask.ask_code, name="ask_code"),
    path("need/", need.need, name="need"),
    path("need/sent/", need.need_sent, name="need_sent"),
    path("need/code/", need.need_code_written, name="need_code"),
    path("needs/", need.needs, name="needs"),
    path("statistics/", statistics.public_months, name="statistics"),
    path("statistics/nebe-statistics.csv", statistics.public_file, name="statistics_file"),
    re_path(
        r"^statistics/(?P<month>20\d\d-(?:0[1-9]|1[0-2]))/$",
        statistics.public_month,
        name="statistics_month",
    ),
    path("under-18/", ask.minors, name="minors"),
    path("my/", my.door, name="my_door"),
    path("my/account/", my.of_account, name="my_of_account"),
    path("my/sent/", my.sent, name="my_sent"),
    path("code-of-conduct/", safety.code_of_conduct, name="code_of_conduct"),
    path("safety/", safety.safety, name="safety"),
    path("safety/signals/", safety.signals, name="signals"),
    path("report/sent/", safety.report_sent, name="report_sent"),
    path("complain/", safety.complain, name="complain"),
    path("complain/code/", safety.complaint, name="complaint"),
    # Before the general address of private links: this purpose has pages of its own.
    path("l/my/<str:token>/", include(mine)),
]
