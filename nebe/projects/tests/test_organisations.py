"""Organisations known by name only: merged, brought back, claimed."""

import pytest
from django.urls import reverse

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.people.organisations import (
    organisation_unclaimed,
    organisations_add_unclaimed,
)
from nebe.core.privacy.models import AuditEntry
from nebe.projects.known import Known
from nebe.projects.models import (
    Alias,
    Facet,
    OrganisationClaim,
    OrganisationMerge,
    Participation,
    Project,
)
from nebe.projects.services import organisations as services
from nebe.projects.services.records import records_take

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def record(title: str, *names: str) -> dict:
    roles = [{"role": "4", "name": {"en": name}} for name in names]
    return {"title": {"en": title}, "participations": roles}


@pytest.fixture
def actor(cast):
    return Actor(user=cast.ema, organisation=cast.office)


@pytest.fixture
def named(cast, actor):
    """Two names for one: three projects, of which one names both."""
    records = [
        record("A", "Helping Hand"),
        record("B", "Pomocna ruka z.s."),
        record("C", "Helping Hand", "Pomocna ruka z.s."),
    ]
    records_take(records=records, known=Known(actor), publish=True, source="", office=cast.office)
    found = [
        Organisation.objects.get(name=name, status=Organisation.Status.UNCLAIMED)
        for name in ("Helping Hand", "Pomocna ruka z.s.")
    ]
    Alias.objects.create(organisation=found[0], key="XI-1")
    return found


def facets(organisation) -> int:
    return Facet.objects.filter(name="org", value=str(organisation.pk)).count()


def test_who_is_new_in_a_portion_is_added_together(actor, django_assert_max_num_queries):
    records = [
        record(f"P {n}", f"House {n}", f"House-{n}", "All") | {"iati_identifier": f"XI-{n}"}
        for n in range(40)
    ]
    known = Known(actor)
    known.expect(records)
    with django_assert_max_num_queries(60):
        records_take(records=records, known=known, publish=True, source="", office=None)
    unclaimed = Organisation.objects.filter(status=Organisation.Status.UNCLAIMED)
    assert unclaimed.count() == Alias.objects.count() == 41  # one name, however it is written
    assert AuditEntry.objects.filter(action="organisation.add_unclaimed").count() == 41
    assert Participation.objects.filter(organisation__in=unclaimed).count() == 120


def test_the_same_slug_is_not_given_twice(actor):
    names = ["House", "House!", "Дім", "house"]
    organisations = [organisation_unclaimed(name=name, kind="other") for name in names]
    organisations_add_unclaimed(organisations=organisations, actor=actor)
    assert len({each.slug for each in organisations}) == 4
    assert organisations[0].slug == "house"


def test_one_goes_over_to_the_other_and_comes_back(named, actor):
    gone, into = named
    services.organisation_merge(gone=gone, into=into, actor=actor)
    assert not Organisation.objects.filter(pk=gone.pk).exists()
    assert (facets(into), facets(gone)) == (3, 0)
    assert Participation.objects.filter(organisation=into).count() == 4
    assert AuditEntry.objects.filter(action="organisation.merge").count() == 1
    assert Known(actor).organisation(ref="XI-1") == into
    assert Known(actor).organisation(names={"en": "Helping hand"}) == into

    back = services.organisation_unmerge(merge=OrganisationMerge.objects.get(), actor=actor)
    assert back.pk == gone.pk
    assert (facets(back), facets(into)) == (2, 2)
    assert Known(actor).organisation(ref="XI-1") == back
    assert not OrganisationMerge.objects.exists()


def test_only_names_without_an_account_go(named, actor, cast):
    gone, into = named
    for pair in ({"gone": cast.pomoc, "into": into}, {"gone": gone, "into": gone}):
        with pytest.raises(NotPossible):
            services.organisation_merge(**pair, actor=actor)
    assert Alias.objects.filter(organisation=gone).exists()


def test_a_claim_waits_for_the_offices_yes(named, cast, client_for):
    gone, other = named
    member = client_for(cast.adam)
    address = reverse("projects_staff:claims")
    assert "Helping Hand" in member.get(address, {"q": "helping"}).content.decode()
    assert "chosen" not in member.get(address, {"claimed": "\0"}).content.decode()
    for asked in (gone, other):
        member.post(address, {"claimed": str(asked.pk), "reason": "Our number is on our site."})
    member.post(address, {"claimed": str(gone.pk), "reason": "Once more"})
    assert OrganisationClaim.objects.count() == 2
    assert Organisation.objects.filter(pk=gone.pk).exists()
    assert not Project.objects.filter(participations__organisation=cast.pomoc).exists()

    claim, refused = (OrganisationClaim.objects.get(claimed=each) for each in named)
    decide = reverse("projects_staff:claim", args=[claim.pk])
    assert member.post(decide, {"act": "accept"}).status_code == 404
    office = client_for(cast.ema)
    assert "Our number is on our site." in office.get(decide).content.decode()
    office.post(decide, {"act": "accept"})
    assert facets(cast.pomoc) == 2
    office.post(reverse("projects_staff:claim", args=[refused.pk]), {"act": "refuse"})
    assert facets(other) == 2
    shown = member.get(address).content.decode()
    assert "accepted" in shown
    assert "refused" in shown
    assert office.post(decide, {"act": "accept"}).status_code == 404


def test_the_office_merges_side_by_side(named, cast, client_for):
    gone, into = named
    client = client_for(cast.ema)
    shown = client.get(reverse("projects_staff:organisations"), {"q": "ruka"}).content.decode()
    assert "Pomocna ruka" in shown
    assert "Helping Hand" not in shown
    choose = client.get(reverse("projects_staff:merge", args=[gone.pk]), {"q": "ruka"})
    address = reverse("projects_staff:merge_into", args=[gone.pk, into.pk])
    assert address in choose.content.decode()
    assert "XI-1" in client.get(address).content.decode()
    client.post(address)
    back = reverse("projects_staff:unmerge", args=[gone.pk])
    assert back in client.get(reverse("projects_staff:organisations")).content.decode()
    client.post(back)
    assert Organisation.objects.filter(pk=gone.pk).exists()
