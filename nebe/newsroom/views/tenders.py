"""Tenders: notice, versions, questions and answers; open contracting data for machines."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import public
from nebe.core.people.limits import limit, network_of
from nebe.core.texts.translated import pick

from ..models import Tender, TenderRelease
from ..procurement import ocds
from ..procurement.changes import LABELS
from ..procurement.forms import AskForm
from ..procurement.questions import answers_of, is_asked_until, question_ask
from ..procurement.releases import notice_of, releases_of
from ..procurement.translated import Translated
from ..selectors import items_list
from .shows import shows

PER_NETWORK = "30/h"
ERROR_STATUS, LIMIT_STATUS = 422, 429
MOMENTS = {"closes", "questions_until", "answers"}
WORDS = {"title", "description", "submission", "lots", "documents", "awards"}  # of the notice
NAMES = {
    "stage": {ocds.STATUS[stage]: stage.label for stage in Tender.Stage},
    "procedure": dict(Tender.Procedure.choices),
    "category": dict(Tender.Category.choices),
}


@shows(Tender)
def tender_shows(request, page) -> dict:
    """Facts come from the notice, texts from the page; answers may be in the reader's
    language where the page is not."""
    notice = notice_of(page.translation_key) or page
    releases = releases_of(page.translation_key)
    translated = Translated(page, notice)
    reader = get_language() or "en"
    return {
        "notice": notice,
        "notice_language": notice.locale.language_code,
        "is_open": notice.stage == Tender.Stage.OPEN and notice.is_open_at(timezone.now()),
        "files": [each.value["file"] for each in notice.documents if each.value.get("file")],
        "submission": translated.submission(),
        "lots": translated.lots(),
        "links": translated.links(),
        "takes_questions": is_asked_until(notice, timezone.localdate()),
        "answers": [
            {
                "question": pick(each.question, reader),
                "answer": pick(each.answer, reader),
                "at": each.at,
            }
            for each in answers_of(page.translation_key)
        ],
        "versions": [version_of(release) for release in reversed(releases)],
        "ocid": releases[-1].data["ocid"] if releases else "",
    }


def version_of(release: TenderRelease) -> dict:
    """One line in the list of versions: when, what it was, what is different."""
    return {
        "release": release,
        "stage": Tender.Stage(release.stage).label,
        "changes": [
            {
                "label": LABELS[change["fact"]],
                "language": release.language if change["fact"] in WORDS else "",
                "before": told(change["fact"], change["before"]),
                "after": told(change["fact"], change["after"]),
            }
            for change in release.changes
        ],
    }


def told(fact: str, value) -> list:
    """The values of a fact to show, each alone; moments as moments."""
    values = value if isinstance(value, list) else [value] if value else []
    if fact in MOMENTS:
        return [datetime.fromisoformat(one) for one in values]
    return [NAMES.get(fact, {}).get(one, one) for one in values]


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """A question on an open tender; what is published tells nobody who asked."""
    item = items_list(language=get_language() or "en", kinds=["tender"]).filter(key=key).first()
    notice = notice_of(key)
    if item is None or notice is None:
        raise Http404
    if not is_asked_until(notice, timezone.localdate()):
        return render(request, "newsroom/tenders/no_questions.html", {"item": item}, status=410)
    form = AskForm(request.POST or None)
    context = {"form": form, "item": item, "buyer": notice.buyer_name}
    if request.method != "POST":
        return render(request, "newsroom/tenders/ask.html", context)
    if not form.is_valid():
        return render(request, "newsroom/tenders/ask.html", context, status=ERROR_STATUS)
    if not limit("newsroom", "tender question", network_of(request), rate=PER_NETWORK):
        form.add_error(None, _("Very many questions came from here. Please try in an hour."))
        return render(request, "newsroom/tenders/ask.html", context, status=LIMIT_STATUS)
    question_ask(
        page=notice,
        text=form.cleaned_data["text"],
        email=form.cleaned_data["email"],
        once=form.once,
        language=get_language() or "en",
    )
    return redirect("asked")


@public
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "newsroom/tenders/asked.html")


@public
@require_safe
def releases_json(request: HttpRequest, key: UUID) -> JsonResponse:
    """The release package of one tender; it stays when the page is gone."""
    releases = releases_of(key)
    if not releases:
        raise Http404
    return as_json(ocds.release_package(releases, absolute("tender_releases", key)))


@public
@require_safe
def records_json(request: HttpRequest) -> JsonResponse:
    """The record package of all tenders."""
    releases = list(TenderRelease.objects.order_by("key", "number"))
    if not releases:
        raise Http404
    return as_json(ocds.record_package(releases, absolute("tender_records")))


def as_json(package: dict) -> JsonResponse:
    response = JsonResponse(package, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    return response
