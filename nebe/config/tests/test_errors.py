import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from nebe.core.mail import links
from nebe.core.people.guard import stamp_make

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH = "/uk/l/room.x/token/"


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def breaks(monkeypatch):
    """Make the page of a private link, or what comes before it, raise an error."""

    def with_error(error, where="view"):
        def broken(*args, **kwargs):
            raise error

        if where == "view":
            monkeypatch.setattr(links, "_views", {"room.x": broken})
            monkeypatch.setattr(links, "link_open", broken)
        else:
            monkeypatch.setattr("nebe.core.people.actors.actor_of_request", broken)

    return with_error


@pytest.mark.parametrize("where", ["view", "middleware"])
@pytest.mark.parametrize(
    "error", [OperationalError("connection refused"), InterfaceError("closed")]
)
def test_it_works(client, breaks, error, where):
    breaks(error, where)
    page = client.get(PATH)
    assert page.status_code == 503
    assert int(page["Retry-After"]) > 0
    assert "no-store" in page["Cache-Control"]
    assert 'lang="uk"' in page.content.decode()
    assert "<form" not in page.content.decode()


def test_what_was_typed_is_kept_in_the_page_and_can_be_sent_again(client, breaks):
    breaks(OperationalError("the database system is shutting down"))
    typed = {
        "text": 'Help with "housing" <script>alert(1)</script>\nsecond line',
        "languages": ["uk", "ru"],
        "csrfmiddlewaretoken": "abc",
        "consent": "on",
        "stamp": stamp_make(),
    }
    page = client.post(PATH, typed).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'name="csrfmiddlewaretoken" value="abc"' in page
    assert page.count('type="hidden" name="languages"') == 2
    assert 'name="consent" value="on"' in page
    shown = page[page.index("<details>") :]
    assert "second line" in shown
    assert typed["stamp"] in page
    assert typed["stamp"] not in shown


@pytest.mark.parametrize("name", ["password", "new_password2", "code", "credential"])
def test_a_form_with_a_secret_is_not_kept(client, breaks, name):
    breaks(OperationalError("gone"))
    page = client.post(PATH, {"email": "olena@example.org", name: "hunter2"}).content.decode()
    assert "hunter2" not in page
    assert "<form" not in page


def test_files_are_named_as_lost(client, breaks, tmp_path):
    breaks(OperationalError("gone"))
    file = tmp_path / "x.txt"
    file.write_text("x")
    with file.open() as opened:
        page = client.post(PATH, {"text": "Hello", "image": opened}).content.decode()
    assert 'class="notice warn"' in page


def test_a_form_too_long_to_be_kept(client, breaks):
    breaks(OperationalError("gone"))
    assert "<form" not in client.post(PATH, {"text": "x" * 200_000}).content.decode()


def test_programs_get_no_page(client, breaks):
    breaks(OperationalError("gone"), "middleware")
    answer = client.get("/api/nothing")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer.json()["status"] == 503


@pytest.mark.parametrize("error", [OperationalError("no such table: x"), ValueError("x")])
def test_our_own_mistakes_stay_500(client, breaks, error):
    breaks(error)
    assert client.get(PATH).status_code == 500


def test_what_opens_only_by_a_button_says_so(client):
    page = client.get("/en/ask/code/")
    assert page.status_code == 405
    assert "press the button there again" in page.content.decode()
    assert not client.put("/en/ask/code/").content
