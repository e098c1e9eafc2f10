"""What a member looks for money for: kept by its admins and editors, proposed by its projects."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.privacy.audit import audit

from ..models import Budget, Facet, FundingProfile, Participation, Project, Role
from .terms import is_known

OURS = {"theme": "themes", "target": "targets", "region": "territories", "country": "territories"}


def profile_of(organisation: Organisation) -> FundingProfile:
    """As it is kept, else as its projects propose it: that one has no row yet."""
    kept = FundingProfile.objects.filter(organisation=organisation).first()
    return kept or FundingProfile(organisation=organisation, **proposed(organisation))


def proposed(organisation: Organisation) -> dict[str, Any]:
    """What the organisation's own projects are about, where they are and how large."""
    projects = own_projects(organisation)
    found: dict[str, Any] = {"themes": [], "targets": [], "territories": []}
    rows = Facet.objects.filter(project__in=projects, name__in=OURS).order_by("name", "value")
    for name, value in rows.values_list("name", "value").distinct():
        kind = "territory" if OURS[name] == "territories" else name
        if is_known(kind, value):
            found[OURS[name]].append(value)
    # A region says more than its country.
    finer = {code.partition("-")[0] for code in found["territories"] if "-" in code}
    found["territories"] = [code for code in found["territories"] if code not in finer]
    if not found["territories"] and organisation.country in settings.COUNTRIES:
        found["territories"] = [organisation.country]
    if organisation.kind == Organisation.Kind.MUNICIPALITY:
        found["applicant"] = "municipality"
    return found | sizes(projects)


def own_projects(organisation: Organisation) -> list[Any]:
    parts = Participation.objects.filter(organisation=organisation).exclude(role=Role.FUNDING)
    published = Q(project__state=Project.State.PUBLISHED)
    return list(parts.filter(published).values_list("project", flat=True).distinct())


def sizes(projects: list[Any]) -> dict[str, Any]:
    """The smallest and the largest budget, in the currency of most of them."""
    budgets = Budget.objects.filter(project__in=projects, value__gt=0)
    rows = budgets.exclude(type="2").order_by()  # 2: a later change of the first one
    sums = rows.values("project", "currency", "project__currency").annotate(total=Sum("value"))
    by_currency = [(row["currency"] or row["project__currency"], row["total"]) for row in sums]
    if not by_currency:
        return {}
    currency = Counter(currency for currency, _total in by_currency).most_common(1)[0][0]
    totals = [int(total) for of, total in by_currency if of == currency]
    known = {"amount_min": min(totals), "amount_max": max(totals), "currency": currency}
    return known if currency in dict(FundingProfile.currency.field.choices or ()) else {}


@transaction.atomic
def profile_save(
    *, organisation: Organisation, values: dict[str, Any], actor: Actor
) -> FundingProfile:
    profile, _is_new = FundingProfile.objects.update_or_create(
        organisation=organisation, defaults=values
    )
    audit(action="funding_profile.change", actor=actor, row=profile)
    return profile
