"""What editors find of the search in the CMS: recommended pages, and what nobody found."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from nebe.core.people.access import cms

from ..parts.policies import NetworkPolicy
from ..views import search
from .models import Recommended


class RecommendView(CreateView):
    """Begins with the words of the search that led here."""

    @cms
    def dispatch(self, *args, **kwargs):
        return super().dispatch(*args, **kwargs)

    def get_initial(self):
        given = {name: self.request.GET.get(name, "")[:100] for name in ("words", "language")}
        return super().get_initial() | given


class RecommendedViewSet(SnippetViewSet):
    model = Recommended
    icon = "pick"
    menu_label = _("Recommended pages")
    menu_name = "recommended-pages"
    menu_order = 330
    add_to_admin_menu = True
    add_view_class = RecommendView
    list_display = ["words", "language", "page"]
    list_filter = ["language"]
    permission_policy = NetworkPolicy(Recommended)


register_snippet(RecommendedViewSet)


@hooks.register("register_admin_urls")
def urls():
    searches = [
        path("", search.missed, name="missed"),
        path("<int:pk>/settle/", search.missed_settle, name="missed_settle"),
    ]
    return [path("searches/", include((searches, "newsroom_search")))]


@hooks.register("register_reports_menu_item")
def report():
    return MenuItem(
        _("Searches without result"),
        reverse("newsroom_search:missed"),
        name="searches-without-result",
        icon_name="search",
        order=200,
    )
