"""What those who translate find in the CMS: a report, buttons, the glossary; and a lock."""

from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Term
from ..models.base import NewsroomPage
from ..parts.forms import foreign_message, translation_uses_foreign
from ..parts.policies import NetworkPolicy
from ..views.translating import coverage, files, reading, side_by_side
from .side_by_side import translation_of_page
from .unseen import unread_message, unseen_texts


class GlossaryViewSet(SnippetViewSet):
    model = Term
    icon = "list-ul"
    menu_label = gettext_lazy("Glossary")
    menu_name = "glossary"
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["code", "field"]
    list_filter = ["field"]
    permission_policy = NetworkPolicy(Term)


register_snippet(GlossaryViewSet)


@hooks.register("register_admin_urls", order=-1)
def urls():
    texts = [
        path("", coverage.coverage, name="coverage"),
        path("<int:pk>/", side_by_side.side_by_side, name="side_by_side"),
        path("<int:pk>/draft/", side_by_side.machine_draft, name="machine_draft"),
        path("<int:pk>/reading/", reading.reading, name="reading"),
        path("out/", files.texts_export, name="texts_out"),
        path("in/", files.texts_import, name="texts_in"),
        path("glossary/out/", files.glossary_export, name="glossary_export"),
        path("glossary/in/", files.glossary_import, name="glossary_import"),
    ]
    return [
        path("texts/", include((texts, "newsroom_texts"))),
        # In the place of wagtail-localize's own.
        path(
            "localize/translate/<int:translation_id>/machine_translate/",
            side_by_side.machine_draft_of_translation,
            name="newsroom_machine_translate",
        ),
        path(
            "localize/translate/<int:translation_id>/pofile/download/",
            files.po_of_translation,
            name="newsroom_po_out",
        ),
        path(
            "localize/translate/<int:translation_id>/pofile/upload/",
            files.texts_import,
            name="newsroom_po_in",
        ),
        path(
            "localize/update/<int:translation_source_id>/",
            side_by_side.update_translations,
            name="newsroom_update_translations",
        ),
    ]


@hooks.register("register_reports_menu_item")
def report():
    return MenuItem(
        gettext_lazy("Languages of pages"),
        reverse("newsroom_texts:coverage"),
        name="languages-of-pages",
        icon_name="globe",
        order=100,
    )


@hooks.register("register_page_header_buttons")
def header_buttons(page, user, view_name, next_url=None):
    if not isinstance(page.specific_class and page.specific, NewsroomPage):
        return
    yield Button(
        gettext_lazy("How hard to read"),
        reverse("newsroom_texts:reading", args=[page.pk]),
        icon_name="glasses",
        priority=80,
    )


@hooks.register("before_edit_page", order=-1)
def before_edit(request, page):
    """Refuses to publish what nobody has read, and says where to read it; and what is foreign."""
    translation = translation_of_page(page) if isinstance(page, NewsroomPage) else None
    if translation is None:
        return None
    unread = unseen_texts(page).count()
    if request.method == "POST" and request.POST.get("action") == "publish":
        if unread:
            messages.error(request, unread_message(unread), buttons=[beside(page)])
            return redirect(request.path)
        if translation_uses_foreign(translation, request.user):
            messages.error(request, foreign_message())
            return redirect(request.path)
    if request.method == "GET":
        if unread:
            message = unread_message(unread)
            messages.warning(request, message, buttons=[beside(page)])
        else:
            message = _("See the original and this translation beside each other.")
            messages.info(request, message, buttons=[beside(page)])
    return None


def beside(page):
    address = reverse("newsroom_texts:side_by_side", args=[page.pk])
    return messages.button(address, _("Side by side"))
