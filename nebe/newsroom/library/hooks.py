"""What the CMS does with pictures: lists, filters, and no page without words for them."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from nebe.core.people.access import cms

from ..models.base import NewsroomPage
from ..translating.side_by_side import translation_of_page
from . import views
from .gate import not_published, withheld, wordless, wordless_in_translation

CHOOSER = views.PictureChooserViewSet(
    "wagtailimages_chooser", model="nebe_newsroom.Picture", url_prefix="images/chooser"
)


@hooks.register("register_admin_urls", order=-1)
def urls():
    library = [path("", views.pictures, name="pictures")]
    index = views.PictureIndexView
    return [
        path("pictures/", include((library, "newsroom_library"))),
        # In the place of Wagtail's own, which have no such filter.
        path("images/", cms(index.as_view()), name="newsroom_pictures"),
        path(
            "images/results/", cms(index.as_view(results_only=True)), name="newsroom_pictures_rest"
        ),
        path("images/chooser/", cms(CHOOSER.choose_view), name="newsroom_pictures_choose"),
        path(
            "images/chooser/results/", cms(CHOOSER.choose_results_view), name="newsroom_pictures_in"
        ),
    ]


@hooks.register("register_reports_menu_item")
def report():
    return MenuItem(
        gettext_lazy("Pictures that lack something"),
        reverse("newsroom_library:pictures"),
        name="pictures-lacking",
        icon_name="image",
        order=105,
    )


@hooks.register("before_edit_page")
def pictures_of_a_translation(request, page):
    """The editor of translations publishes without asking again; says what readers do not see."""
    if not isinstance(page, NewsroomPage):
        return None
    if request.method == "GET":
        for words in withheld(page):
            messages.warning(request, words)
    translation = request.POST.get("action") == "publish" and translation_of_page(page)
    if translation and (lacks := wordless_in_translation(translation)):
        messages.error(request, not_published(lacks))
        return redirect(request.path)
    return None


@hooks.register("before_bulk_action")
def pictures_of_many(request, action, pages, _view):
    """None of them is published while one of them lacks words."""
    if action != "publish":
        return None
    wanted = [page for page in pages if isinstance(page, views.Page)]
    if "include_descendants" in request.POST:
        wanted += [below for page in wanted for below in page.get_descendants().not_live()]
    drafts = [page.get_latest_revision_as_object() for page in wanted]
    if lacks := [words for draft in drafts for words in wordless(draft)]:
        messages.error(request, not_published(lacks))
        return redirect(request.get_full_path())
    return None
