import pytest

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_it_works(client):
    page = client.get("/-/design").content.decode()
    assert 'href="#id_failed-name"' in page
    assert 'aria-invalid="true"' in page


def test_direction_follows_the_language(client):
    client.cookies["django_language"] = "ar"
    assert '<html lang="ar" dir="rtl"' in client.get("/-/design").content.decode()
