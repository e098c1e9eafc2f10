"""Publications: their files, newest first, and as citations."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from nebe.core.people.access import public
from nebe.core.people.requests import Request

from ..citations import FORMATS, Cited
from ..contact_blocks import LANGUAGES
from ..downloads import download_public
from ..models import AnnualReport, Publication
from ..selectors import items_list
from .public import absolute
from .shows import shows

# A drawing may hold scripts: nothing of it runs, even where it is opened.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


CITE_AS = [("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL-JSON")]
CITED: tuple[type[Publication] | type[AnnualReport], ...] = (Publication, AnnualReport)


@shows(Publication)
def publication_shows(request: HttpRequest, page: Publication) -> dict:
    newest, *older = page.newest_first or [None]
    return {
        "newest": newest,
        "older": older,
        "written_in": [name for code, name in LANGUAGES if code in page.languages],
        "formats": CITE_AS,
    }


@public
@require_safe
def cite(request: Request, key: UUID, form: str) -> HttpResponse:
    kinds = {model.kind: model for model in CITED}
    item = items_list(language=get_language(), kinds=list(kinds)).filter(key=key).first()
    if item is None or form not in FORMATS:
        raise Http404
    publication = kinds[item.kind].objects.select_related("locale").get(pk=item.page_id)
    write, content_type = FORMATS[form]
    cited = Cited(publication, absolute("wagtail_serve", item.path))
    response = HttpResponse(write(cited), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{publication.slug}.{form}"'
    return response


@public
@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def download(request: Request, pk: int, name: str) -> FileResponse:
    found = download_public(pk=pk, name=name)
    if found is None:
        raise Http404
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.content_type,
    )
    response["Content-Security-Policy"] = ALONE
    response["ETag"] = found.etag
    return response
