"""What editors keep beside pages."""

from wagtail.permission_policies import BlanketPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Funder


class FunderViewSet(SnippetViewSet):
    model = Funder
    icon = "pick"
    list_display = ["name", "website"]
    search_fields = ["name"]
    # Whoever came through the door of the CMS is an editor.
    permission_policy = BlanketPermissionPolicy(Funder)


register_snippet(FunderViewSet)
