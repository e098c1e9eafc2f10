"""Ties pages of the demonstration to its organisations, which come after the pages."""

from nebe.core.people.models import Organisation

from ..indexing import index_keys
from ..models import ARTICLES
from .parse import Draft


def organisations_link(texts: dict[str, Draft]) -> None:
    """Where a text names an organisation and its page has none yet; in every language."""
    wanted = {
        slug: draft.fields["organisation"]
        for slug, draft in texts.items()
        if "organisation" in draft.fields
    }
    known = {each.slug: each for each in Organisation.objects.filter(slug__in=wanted.values())}
    for path, slug in wanted.items():
        if slug in known:
            link(path, known[slug])


def link(path: str, organisation: Organisation) -> None:
    for model in ARTICLES:
        if not hasattr(model, "organisation"):
            continue
        pages = model.objects.filter(url_path__endswith=f"/{path}/", organisation=None)
        for pk in list(pages.values_list("pk", flat=True)):
            page = model.objects.get(pk=pk)  # publishing one may change the others
            page.organisation = organisation
            page.save()
            page.save_revision(clean=False).publish()
            index_keys([page.translation_key])
