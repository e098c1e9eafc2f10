import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from nebe.core.privacy.purposes import purposes
from nebe.core.privacy.registry import personal_data

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_it_works(client):
    page = client.get("/en/privacy/register/").content.decode()
    for purpose in purposes:
        assert str(purpose.name) in page
    assert "1095 days after you withdrew it" in page


@pytest.mark.parametrize("name", ["privacy", "privacy_register"])
def test_pages(client, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("key", [purpose.key for purpose in purposes])
def test_a_page_per_purpose(client, key):
    page = client.get(reverse("privacy_purpose", args=[key])).content.decode()
    assert "GDPR" in page
    assert ("take your yes back" in page) == purposes[key].is_consent


def test_unknown_purpose(client):
    assert client.get(reverse("privacy_purpose", args=["nothing"])).status_code == 404


def test_notice_says_who_why_how_long_to_whom_and_rights():
    with translation.override("en"):
        text = Template(
            '{% load privacy %}{% privacy_notice "exchange.share_contact" controller="Most" %}'
        ).render(Context())
    for part in (
        "Most answers for your data",
        "How long",
        "Who receives it",
        "complain",
        "<details>",
    ):
        assert part in text


def test_every_registered_kind_serves_a_known_purpose():
    assert [kind.model for kind in personal_data if kind.purpose not in purposes] == []
