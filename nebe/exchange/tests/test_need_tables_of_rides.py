"""Rides in an organisation's table: where from, where to, at what time."""

from datetime import time

import pytest
from django.utils.formats import time_format

from nebe.exchange.imports.need_columns import need_columns_of
from nebe.exchange.imports.need_rows import time_of
from nebe.exchange.imports.rows import Refused
from nebe.exchange.models import Category, ImportRow

from .test_need_tables import SOON, fates, needs, send, take, things, url  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def jana(client_for, cast):
    return client_for(cast.jana)


@pytest.fixture
def rides():
    return Category.objects.create(
        slug="transport", name={"en": "Transport"}, openness="open", has_destination=True
    )


WAYS = "Kind\tWhat\tWhere from\tWhere to\tDay\tTime\tText"
RIDE = f"Transport\tA ride for two\tPlzeň\tBrno\t{SOON:%d.%m.%Y}\t8.30\tTwo large bags"


def test_a_ride_has_a_way_a_day_a_time_and_a_text(jana, rides, client_for, cast):
    send(jana, RIDE, header=WAYS)
    page = jana.get(url("need_table")).content.decode()
    assert "These columns are not used" not in page
    for words in ("Brno", time_format(time(8, 30)), "Two large bags"):
        assert words in page
    take(jana)
    [need] = needs()
    assert (need.municipality.name, str(need.to_municipality)) == ("Plzeň", "Brno")
    assert (need.needed_from, need.needed_until, need.at_time) == (SOON, SOON, time(8, 30))
    assert need.text == "A ride for two\nTwo large bags"
    assert not need.remote


def test_a_way_that_cannot_be_read_is_said_and_put_right(jana, rides):
    send(jana, RIDE.replace("Brno", "Nowhere").replace("8.30", "soon"), header=WAYS)
    page = jana.get(url("need_table")).content.decode()
    assert "No municipality has this name." in page
    assert "This is not a time of day." in page
    cells = {"cell.2.to_place": "Brno", "cell.2.at_time": "14:05"}
    jana.post(url("need_table_act", "correct"), cells)
    take(jana)
    assert needs()[0].at_time == time(14, 5)


def test_a_ride_without_a_way_is_refused_as_in_the_form(jana, rides):
    send(jana, f"Transport\tA ride\tPlzeň\t{SOON}", header="Kind\tWhat\tWhere from\tDay")
    assert ImportRow.objects.get().reason == "missing:to_place"
    jana.post(url("need_table_act", "correct"), {"cell.2.to_place": "Brno"})
    assert fates() == {2: "ready"}


def test_what_leads_nowhere_refuses_a_way(jana, rides):
    """Rather than lose what is written there."""
    send(jana, RIDE.replace("Transport", "Things"), header=WAYS)
    assert ImportRow.objects.get().reason == "no_way:to_place"
    page = jana.get(url("need_table")).content.decode()
    assert page.count("Only kinds of help that lead to another town have this.") >= 2
    jana.post(url("need_table_act", "correct"), {"cell.2.to_place": "", "cell.2.at_time": ""})
    take(jana)
    assert (needs()[0].to_municipality, needs()[0].at_time) == (None, None)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", None),
        ("9", time(9)),
        ("09:30", time(9, 30)),
        ("9.05", time(9, 5)),
        ("9h30", time(9, 30)),
        ("14:30:00", time(14, 30)),
        ("2:30 PM", time(14, 30)),
        ("12 a.m.", time(0)),
        ("0.395833333", time(9, 30)),
        ("0", time(0)),
    ],
)
def test_times_of_day(written, read):
    assert time_of({"at_time": written}, "at_time") == read


@pytest.mark.parametrize("written", ["24:00", "9:75", "noon", "-1", "13 pm", "9:3", "1.1.2030"])
def test_no_times_of_day(written):
    with pytest.raises(Refused):
        time_of({"at_time": written}, "at_time")


@pytest.mark.parametrize(
    "header",
    [
        "Where from;Where to;Day;Time;Text",
        "Odkud;Kam;Datum;Čas;Poznámka",
        "Звідки;Куди;День;О котрій;Примітка",
        "Skąd;Dokąd;Dzień;Godzina;Uwagi",
        "Откуда;Куда;День;Время;Примечание",
        "Từ đâu;Đến đâu;Ngày;Giờ;Ghi chú",
        "من أين;إلى أين;اليوم;الساعة;ملاحظة",
    ],
)
def test_the_columns_of_a_way_in_our_languages(header):
    names = ("place", "to_place", "needed_from", "at_time", "text")
    assert need_columns_of(header.split(";")) == {name: n for n, name in enumerate(names)}
