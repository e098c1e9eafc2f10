"""The own page to read without a connection: all of it, for nobody else, and taken away again."""

import base64
import hashlib
import re

import pytest
from django.urls import reverse

from nebe.core.mail.links import links_revoke
from nebe.core.people.actors import Actor, actor_of
from nebe.exchange.services.match_course import match_arrange
from nebe.exchange.services.matches import message_send

from .needs import loaded, need_make, shared
from .test_my import token_of, url

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def match(cast, categories, make_offer, plzen):
    jana = actor_of(cast.jana, has_mfa=True)
    need = need_make(
        cast.pomoc, categories["textbooks"], text="Books of the third class", municipality=plzen
    )
    match = shared(need, make_offer(), jana)
    message_send(match=match, side="helper", text="I bring them", once="1", actor=NOBODY)
    match_arrange(match=loaded(match), by="helper", text="Monday at five", actor=NOBODY)
    return loaded(match)


@pytest.fixture
def olena(match):
    return token_of(match.need.person)


@pytest.fixture
def petr(match):
    return token_of(match.offer.person)


def test_it_works(client, match, olena, petr):
    saved = client.get(url("my_file", olena))
    page = saved.content.decode()
    for word in (
        "Books of the third class", "Plzeň", "Write to the helper", match.offer.title,
        "I bring them", "Monday at five", "petr@example.org", "112",
    ):  # fmt: skip
        assert word in page
    assert saved["Content-Disposition"] == 'attachment; filename="nebe.html"'
    assert "I bring them" in client.get(url("my_file", petr)).content.decode()
    kept = client.get(url("my_kept", olena)).json()
    assert "I bring them" in kept["page"]
    assert "Remove from this phone" in kept["page"]
    assert "Remove from this phone" not in page


def test_the_link_is_not_in_it_and_nothing_is_fetched(client, olena):
    kept = client.get(url("my_kept", olena)).json()
    for page in (*kept.values(), client.get(url("my_file", olena)).content.decode()):
        assert olena not in page
        assert "<script" not in page
        assert not re.search(r"""(?:src|href)=["'](?!tel:)""", page)


def test_its_policy_names_its_own_style_and_nothing_else(client, olena):
    kept = client.get(url("my_kept", olena)).json()
    [style] = re.findall(r"<style>(.*?)</style>", kept["page"], re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in kept["policy"]
    assert kept["policy"].startswith("default-src 'none'")
    assert client.get(url("my_file", olena))["Content-Security-Policy"] == kept["policy"]


def test_in_the_reader_s_language(client, olena):
    page = client.get(url("my_file", olena).replace("/en/", "/ar/")).content.decode()
    assert 'dir="rtl"' in page


def test_nobody_caches_it_and_a_dead_link_gives_nothing(client, match, olena):
    for name in ("my_kept", "my_file"):
        assert "no-store" in client.get(url(name, olena))["Cache-Control"]
    links_revoke(target=match.need.person_id)
    for name in ("my_kept", "my_file"):
        assert client.get(url(name, olena)).status_code == 410


def test_the_worker_answers_for_private_links_only(client, olena):
    response = client.get(reverse("exchange:my_worker"))
    assert response["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in response
    assert reverse("exchange:my_worker") == "/en/l/my/worker.js"
    page = client.get(url("my", olena)).content.decode()
    assert 'data-scope="/en/l/my/"' in page


def test_it_goes_with_the_link_and_with_the_person(client, olena, petr):
    assert client.post(url("my_links_end", olena))["Clear-Site-Data"] == '"storage"'
    assert client.post(url("my_leave", petr))["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get(url("my", petr))
