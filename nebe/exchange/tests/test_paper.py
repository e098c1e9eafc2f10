"""The code as a text message: words filled in, sent by nobody but the reader's own phone."""

from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils.translation import override
from django_scopes import scopes_disabled

from nebe.exchange.models import Need
from nebe.exchange.paper import code_card, sms_link

from .conftest import old_stamp

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize("language", ["en", "uk", "ar"])
def test_it_works(language):
    with override(language):
        card = code_card("ABCD-EFGH")
        link = sms_link(card, "+420 601 000 077")
    assert link.startswith("sms:+420601000077?&body=")
    body = unquote(link.partition("body=")[2])
    assert "ABCD-EFGH" in body
    assert f"/{language}/my/" in body
    assert link.partition("sms:")[2].isascii()


def test_without_a_phone_the_reader_chooses():
    assert sms_link(code_card("ABCD")).startswith("sms:?&body=")


def test_a_phone_cannot_add_to_the_link():
    assert sms_link(code_card("A"), "+420?body=x&y").startswith("sms:+420?&body=")


def test_the_coordinators_card_has_it(cast, client_for, categories, plzen, at_once):
    jana = client_for(cast.jana)
    data = {
        "alone": "no", "category": "textbooks", "text": "Books for the first year",
        "place": "Plzeň", "reach_km": "0", "people": "1", "urgency": "1", "name": "Amal",
        "phone": "+420 601 000 077", "language": "ar", "consent": "on", "stamp": old_stamp(10),
    }  # fmt: skip
    page = jana.post(reverse("exchange_staff:need_new"), data, follow=True).content.decode()
    assert 'href="sms:+420601000077?&amp;body=' in page
    with scopes_disabled():
        assert Need.objects.get().code_index
