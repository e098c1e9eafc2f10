from django.urls import path

from .mailbox import mailbox, mailbox_html, mailbox_mail
from .views import design

urlpatterns = [
    path("design", design, name="ui_design"),
    path("mail", mailbox, name="mailbox"),
    path("mail/<uuid:mail_id>", mailbox_mail, name="mailbox_mail"),
    path("mail/<uuid:mail_id>/html", mailbox_html, name="mailbox_html"),
]
