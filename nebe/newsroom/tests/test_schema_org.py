"""What our pages say of themselves (JSON-LD) is in the words of schema.org."""

import json
import re

import pytest
from django.core.management import call_command

from nebe.newsroom.models import ARTICLES, Listed

from .schema_org import TYPES, errors_of

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.mark.django_db(databases=["default", "keys"])
def test_every_kind_of_page_speaks_schema_org(client, all_pages, cast, settings):
    """Each page of the demonstration in one language, so that all optional facts are met."""
    settings.DEMO = True
    call_command("demo_stories", verbosity=0)
    wrong, met = set(), set()
    for item in Listed.objects.filter(reader="en").order_by("kind", "path"):
        page = client.get(f"/en/{item.path}").text
        (found,) = SCRIPT.findall(page)
        facts = json.loads(found)
        assert facts["@context"] == "https://schema.org"
        wrong |= {f"{item.kind}{error}" for error in errors_of(facts)}
        met.add(item.kind)
    assert met == {model.kind for model in ARTICLES}
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"@type": "Party"}, "no such type"),
        ({"@type": "Event", "isbn": "1"}, "no such property"),
        ({"@type": "Event", "startDate": "soon"}, "is none of"),
        ({"@type": "Event", "url": "no address"}, "is none of"),
        ({"@type": "Event", "isAccessibleForFree": "yes"}, "is none of"),
        ({"@type": "Event", "eventStatus": "https://schema.org/EventEaten"}, "is none of"),
        ({"@type": "Event", "organizer": {"@type": "Place", "name": "x"}}, "Place is none of"),
        ({"@type": "Event", "organizer": {"@type": "Person", "isbn": "1"}}, "no such property"),
    ],
)
def test_the_check_finds_what_is_wrong(facts, error):
    (found,) = errors_of(facts)
    assert error in found


def test_the_check_knows_what_is_right():
    facts = {
        "@type": "Event",
        "name": "Open day",
        "startDate": "2026-11-20T10:00:00+01:00",
        "duration": "PT2H",
        "isAccessibleForFree": True,
        "eventStatus": "https://schema.org/EventScheduled",
        "organizer": [{"@type": "NGO", "name": "Pomoc"}, {"@id": "https://example.org/"}],
        "maximumAttendeeCapacity": 30,
    }
    assert not list(errors_of(facts))
    assert len(TYPES) > 800
