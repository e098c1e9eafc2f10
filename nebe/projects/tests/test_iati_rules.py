"""The rules of the standard beside its schema: ours are kept, those of others told as advice."""

import io
import json
from datetime import date

import pytest
from django.urls import reverse
from lxml import etree

from nebe.core.people.models import Organisation
from nebe.projects.demo import demo_load
from nebe.projects.iati import files
from nebe.projects.iati.rule_words import WORDS
from nebe.projects.iati.rules import RULES, broken

from .shared import shared

TODAY = date(2026, 11, 26)
GOOD = """<iati-activity xml:lang="en" default-currency="EUR">
 <iati-identifier>XI-1-a</iati-identifier><reporting-org ref="XI-1" type="22"/>
 <title><narrative>A</narrative></title>
 <description><narrative>A</narrative></description>
 <activity-date type="2" iso-date="2024-01-01"/><activity-date type="4" iso-date="2024-12-31"/>
 <recipient-country code="CZ"/><sector vocabulary="1" code="11110" percentage="60"/>
 <sector vocabulary="1" code="11220" percentage="40"/>
 <budget><period-start iso-date="2024-02-01"/><period-end iso-date="2025-02-01"/>
  <value value-date="2024-01-01">5</value></budget></iati-activity>"""
OWN = """<sector vocabulary="it's" code="a"/>"""


def rules(text: str) -> set[str]:
    return {each.rule for each in broken(etree.fromstring(text), today=TODAY)}


def test_an_activity_that_keeps_all_has_no_advice():
    assert rules(GOOD) == set()


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("XI-1-a<", "XI-1<", "1.1.3"),
        ("XI-1-a<", "XI-2-a<", "1.1.21"),
        ("XI-1-a<", "XI-1-a <", "1.3.1"),
        ("XI-1-a<", "XI-1-a?<", "1.3.13"),
        (' percentage="40"', "", "2.1.1"),
        (' percentage="40"', ' percentage="41"', "2.1.2"),
        (' percentage="40"', ' percentage="-40"', "12.3.1"),
        ('code="CZ"', 'code="CZ" percentage="99"', "3.1.4"),
        ("<recipient-country", "<other-country", "3.7.1"),
        (' xml:lang="en"', "", "4.1.1"),
        ("<narrative>A</narrative></title>", "<narrative/></title>", "4.3.1"),
        ("<sector", "<not-sector", "6.2.2"),
        ('type="2"', 'type="3"', "6.11.1"),
        ("2025-02-01", "2025-02-02", "7.5.3"),
        ("2025-02-01", "2024-01-31", "8.6.3"),
        (' default-currency="EUR"', "", "7.8.1"),
        ("2024-12-31", "2023-12-31", "11.1.3"),
        ("2024-12-31", "2026-11-27", "11.1.5"),
        ("<recipient-country", f"{OWN}{OWN}<recipient-country", "2.1.1"),
    ],
)
def test_what_breaks_a_rule_is_told(before, after, rule):
    assert before in GOOD
    assert rule in rules(GOOD.replace(before, after))


def test_every_rule_has_words():
    numbers = set()

    def collect(told) -> None:
        for each in told.values() if isinstance(told, dict) else told:
            if isinstance(each, dict | list):
                collect(each)
        if isinstance(told, dict) and "ruleInfo" in told:
            numbers.add(told["ruleInfo"]["id"])

    collect(json.loads(RULES.read_text()))
    assert numbers <= set(WORDS)
    assert len(numbers) == 87


@pytest.mark.django_db(databases=["default", "keys"])
def test_what_we_publish_keeps_the_rules(client, cast):
    demo_load(today=TODAY)
    office = Organisation.objects.get(is_network=True)
    response = client.get(reverse("iati_activities", args=[office.slug]))
    root = etree.fromstring(b"".join(response.streaming_content))
    assert [each for element in root for each in broken(element, today=TODAY)] == []


def test_real_files_are_read_with_their_advice():
    content = (shared("iati/cases/activity-tests/should-pass/02-minimal-doc.xml")).read_bytes()
    file = io.BytesIO(content)
    found = list(files.found_in(file, files.form_of(file), today=TODAY))
    told = {each.rule: each.path for activity in found for each in activity.advice}
    assert (told["6.11.1"], told["6.10.1"]) == (".", "participating-org")
    assert not [each.advice for each in files.found_in(file, files.form_of(file)) if each.advice]
