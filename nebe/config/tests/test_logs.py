import json
import logging

import pytest
from django.http import HttpResponse

from nebe.config.logs import JsonFormatter, PlainFormatter, RequestLogMiddleware, logging_config
from nebe.config.masks import masked


def record(message, *args, error=None, **extra):
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("nebe.x", logging.INFO, "x.py", 1, message, args, info)
    vars(made).update(extra)
    return made


def as_json(*args, **extra):
    return json.loads(JsonFormatter().format(record(*args, **extra)))


def test_it_works():
    line = as_json("request", method="GET", route="en/", status=200, ms=3)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "from": "nebe.x",
        "message": "request",
        "method": "GET",
        "route": "en/",
        "status": 200,
        "ms": 3,
    }


def test_only_known_fields_are_written():
    assert "olena" not in str(as_json("saved", user="olena", request="olena"))


def raised():
    place = "Plzeň"
    try:
        raise ValueError(f"Olena lives in {place}")
    except ValueError as error:
        return error


@pytest.mark.parametrize("formatter", [JsonFormatter, PlainFormatter])
def test_errors_are_written_without_their_words(formatter):
    text = formatter().format(record("failed", error=raised()))
    assert "ValueError" in text
    assert "in raised" in text
    assert "Plzeň" not in text.replace('place = "Plzeň"', "")


@pytest.mark.parametrize(
    "secret",
    [
        "olena.k+help@example.org",
        "petr@sub.example.net",
        "+420 601 123 456",
        "601123456",
        "(+380) 50-123-45-67",
        "192.0.2.17",
        "/uk/l/exchange.confirm_offer/9hXk3-_aBcD/",
        "password=hunter2",
        "token: abc.def",
        "v1$0a1b2c3d-0000-4000-8000-000000000000$c2VhbGVk+/=",
    ],
)
def test_what_looks_personal_is_masked(secret):
    text = masked(f"something about {secret} went wrong")
    assert text.startswith("something about ")
    assert text.endswith(" went wrong")
    for part in ("olena", "petr", "601", "123", "hunter2", "9hXk3", "abc.def", "c2Vhb", "192"):
        assert part not in text


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 13:20:11 took 120 ms",
        "job 0a1b2c3d-1234-4321-8123-123456789012 done",
        "30000 offers, 1000000 rows, version 5.2.1",
        "/cs/offers/12345/",
    ],
)
def test_what_is_harmless_is_kept(text):
    assert masked(text) == text


def test_messages_of_others_are_masked_with_their_arguments():
    assert as_json("no such user %s", "olena@example.org")["message"] == "no such user ‹mail›"


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_request_is_one_line_of_its_route(client, caplog):
    caplog.set_level("INFO", "nebe")
    token = "x7secret7x"
    client.get(f"/uk/l/room.nothing/{token}/?email=olena@example.org")
    [line] = [one for one in caplog.records if one.name == "nebe.requests"]
    assert line.status == 404
    assert "<str:token>" in line.route
    assert token not in str(vars(line))
    assert "olena" not in str(vars(line))


def test_health_is_asked_often_and_not_worth_a_line(rf, caplog):
    caplog.set_level("INFO", "nebe")
    request = rf.get("/-/live")
    request.resolver_match = type("Match", (), {"route": "-/live"})
    RequestLogMiddleware(lambda _: HttpResponse())(request)
    assert caplog.records == []


def test_json_in_production_and_words_in_development():
    for json_lines, formatter in ((True, JsonFormatter), (False, PlainFormatter)):
        config = logging_config(json_lines=json_lines, level="INFO")
        assert config["formatters"]["line"]["()"] is formatter
