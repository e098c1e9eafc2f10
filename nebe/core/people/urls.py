from django.urls import path

from .views import account, invitation, network, public, staff

app_name = "people"
urlpatterns = [
    path("organisations/", public.organisations, name="organisations"),
    path("organisations/join/", public.apply, name="apply"),
    path("organisations/join/thanks/", public.applied, name="applied"),
    path("organisations/<slug:slug>/", public.organisation, name="organisation"),
    path("organisations/<slug:slug>/logo/", public.logo, name="logo"),
    path("account/", account.account, name="account"),
    path("account/new/", invitation.account_new, name="account_create"),
    path("account/working-for/", account.working_for, name="working_for"),
    path("account/sessions/<int:pk>/end/", account.session_end, name="session_end"),
    path("account/elevated/", account.elevate, name="elevate"),
    path("account/elevated/end/", account.elevate_end, name="elevate_end"),
    path("console/organisation/", staff.settings, name="organisation_settings"),
    path("console/members/", staff.members, name="members"),
    path("console/members/invite/", staff.invite, name="invite"),
    path("console/members/<uuid:pk>/", staff.member, name="member"),
    path("console/invitations/<uuid:pk>/send/", staff.invitation_resend, name="invitation_resend"),
    path(
        "console/invitations/<uuid:pk>/revoke/", staff.invitation_revoke, name="invitation_revoke"
    ),
    path("console/network/organisations/", network.applications, name="applications"),
    path("console/network/organisations/<uuid:pk>/", network.application, name="application"),
]
