"""A part is made in one step, keeps its rights as it stands, and goes while it is empty."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, Page, Site

from nebe.core.errors import NotPossible
from nebe.core.jobs import job
from nebe.core.people.actors import Actor
from nebe.core.people.cms import cms_rights_sync_all, part_group_name
from nebe.core.people.models import Organisation
from nebe.core.privacy.audit import audit

from ..careers.selections import selection_keep
from ..followers import facts_carry, is_translation
from ..indexing import index_below, index_keys, index_once
from ..models import OrganisationPage, OrganisationPart, Section, Tender, Vacancy
from .reading import is_empty, owner_of

ON_PAGES = ("add_page", "change_page")
TO_PUBLISH = "publish_page"
ON_FILES = (
    *("add_image", "change_image", "choose_image"),
    *("add_download", "change_download", "delete_download", "view_download"),
)


@transaction.atomic
def part_create(*, organisation: Organisation, actor: Actor) -> OrganisationPart:
    """Its page, where there is none, a collection, and rights for its editors on both."""
    if organisation.is_network or organisation.status != Organisation.Status.ACTIVE:
        raise NotPossible
    if OrganisationPart.objects.filter(organisation=organisation).exists():
        raise NotPossible
    page = page_of(organisation) or page_create(organisation)
    group, _made = Group.objects.get_or_create(name=part_group_name(organisation))
    access = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    group.permissions.set([access])
    collection = Collection.get_first_root_node().add_child(name=organisation.name)
    part = OrganisationPart.objects.create(
        organisation=organisation, key=page.translation_key, group=group, collection=collection
    )
    part_settle(part)
    for page in part.pages:
        jobs_settle(page)
    part_index(part)
    cms_rights_sync_all(organisation=organisation)
    audit(action="part.create", actor=actor, row=part)
    return part


def part_index(part: OrganisationPart) -> None:
    """Lists name who writes there: the part is new, or its organisation has another name."""
    with index_once():
        for page in part.pages:
            index_below(page)


def part_renamed(organisation: Organisation) -> None:
    """Lists and the search have the old one; its collection bears it, which tells so."""
    names_settle(organisation)
    parts = OrganisationPart.objects.filter(organisation=organisation)
    part = parts.exclude(collection__name=organisation.name).first()
    if part:
        Collection.objects.filter(pk=part.collection_id).update(name=organisation.name)
        part_index_job.enqueue(part.pk)


@job(priority=-10)
def part_index_job(pk: int) -> None:
    part = OrganisationPart.objects.filter(pk=pk).first()
    if part:
        part_index(part)


def jobs_settle(page: Page, *, left: Organisation | None = None) -> None:
    """Jobs that came to stand in a part are read by its organisation.

    Those that have `left` its part are read by the network's office. Who applied chose the one
    that was named: applications stay with it.
    """
    for vacancy in Vacancy.objects.descendant_of(page, inclusive=True):
        owner = owner_of(vacancy)
        if owner is None and (left is None or vacancy.organisation != left):
            continue
        if owner != vacancy.organisation:
            job_give(vacancy, owner)


def job_give(vacancy: Vacancy, owner: Organisation | None) -> None:
    vacancy.organisation = owner
    Vacancy.objects.filter(pk=vacancy.pk).update(organisation=owner)
    if draft := vacancy.latest_revision:  # or else it would bring back the one before
        draft.content["organisation"] = str(owner.pk) if owner else None
        draft.save(update_fields=["content"])
    if vacancy.live and not is_translation(vacancy):
        facts_carry(vacancy)
        selection_keep(vacancy)


def names_settle(organisation: Organisation) -> None:
    """The search finds jobs and tenders by the organisation that they name: it has a new name."""
    named: list[Vacancy | Tender] = [
        *Vacancy.objects.filter(organisation=organisation),
        *Tender.objects.filter(buyer=organisation),
    ]
    old = [page for page in named if page.words() != page.search_text]
    for page in old:
        type(page).objects.filter(pk=page.pk).update(search_text=page.words())
    if old:
        index_keys([page.translation_key for page in old])


def page_of(organisation: Organisation) -> OrganisationPage | None:
    return OrganisationPage.objects.filter(organisation=organisation).order_by("path").first()


def page_create(organisation: Organisation) -> OrganisationPage:
    """A draft in the list of organisations, for its editors to fill."""
    home = Site.objects.get(is_default_site=True).root_page
    section = Section.objects.filter(kind=OrganisationPage.kind, locale=home.locale).first()
    if section is None:
        raise NotPossible
    slug = organisation.slug
    if section.get_children().filter(slug=slug).exists():
        slug = f"{slug}-{organisation.pk.hex[:6]}"
    page = OrganisationPage(
        title=organisation.name,
        slug=slug,
        relation=OrganisationPage.Relation.MEMBER,
        organisation=organisation,
        locale=home.locale,
        live=False,
    )
    return section.add_child(instance=page)


def part_settle(part: OrganisationPart) -> None:
    """Rights on the organisation's page in every language there is, and on its files."""
    codes = {*ON_PAGES, TO_PUBLISH} if part.publishes else {*ON_PAGES}
    group: Any = part.group  # it has more relations than its type: the CMS adds them
    granted = group.page_permissions
    granted.exclude(page__in=part.pages.values("pk"), permission__codename__in=codes).delete()
    for permission in Permission.objects.filter(
        codename__in=codes, content_type__app_label="wagtailcore", content_type__model="page"
    ):
        for page in part.pages:
            granted.get_or_create(page_id=page.pk, permission=permission)
    for permission in Permission.objects.filter(codename__in=ON_FILES):
        group.collection_permissions.get_or_create(
            collection=part.collection, permission=permission
        )


@transaction.atomic
def part_publishes_set(*, part: OrganisationPart, publishes: bool, actor: Actor) -> None:
    part.publishes = publishes
    part.save(update_fields=["publishes"])
    part_settle(part)
    audit(action="part.change", actor=actor, row=part, reason=f"publishes: {publishes}")


@transaction.atomic
def part_remove(*, part: OrganisationPart, actor: Actor) -> None:
    """While it is empty. Its page goes, too, where nobody has written on it."""
    if not is_empty(part):
        raise NotPossible
    untouched = part.pages.filter(latest_revision=None, live=False)
    for page in untouched:
        page.delete()
    audit(action="part.remove", actor=actor, row=part)
    part.delete()
    part.group.delete()
    part.collection.delete()
