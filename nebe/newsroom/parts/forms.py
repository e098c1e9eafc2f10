"""Forms of the CMS as an editor of a member sees them: no more than its own people and files."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail_localize.models import Translation

from nebe.core.people.cms import edits_everything
from nebe.core.people.models import Membership, Role, User

from .seen import pages_seen

Reference = tuple[type | None, str]  # model and key

FIXED = ("organisation", "relation")  # follow from whose part it is


class ArticleForm(WagtailAdminPageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.of_member = bool(self.for_user and not edits_everything(self.for_user))
        if "responsible" in self.fields:
            now = User.objects.filter(pk=self.instance.responsible_id)
            wanted = colleagues(self.for_user) if self.of_member else editors()
            self.fields["responsible"].queryset = wanted | now
        if self.of_member:
            for name in FIXED:
                self.fields.pop(name, None)

    def _post_clean(self):
        super()._post_clean()
        if self.of_member and not self.errors and uses_foreign(self.instance, self.for_user):
            self.add_error(None, foreign_message())


def colleagues(user: User) -> QuerySet[User]:
    """Editors of the user's organisations, the user among them."""
    mine = Membership.objects.filter(user=user, role=Role.EDITOR).values("organisation")
    return editors(organisation__in=mine)


def editors(**of: Any) -> QuerySet[User]:
    """Nobody else could say that a page is still right."""
    found = Membership.objects.filter(role=Role.EDITOR, **of).values("user")
    return User.objects.filter(pk__in=found, is_active=True)


def foreign_message() -> str:
    return _("This uses a picture, a file or a page that is not of your organisation.")


def translation_uses_foreign(translation: Translation, user: User) -> bool:
    """The same of a translation as its page would be now; what its original shows is given."""
    if edits_everything(user):
        return False
    source, locale = translation.source, translation.target_locale
    page = source.get_ephemeral_translated_instance(locale, fallback=True)
    return uses_foreign(page, user, given=in_all_languages(references(source.as_instance())))


def uses_foreign(page: Page, user: User, given: Iterable[Reference] = ()) -> bool:
    """Whether it shows what the user could not choose and what was not there before."""
    from wagtail.images.permissions import permission_policy as images

    from ..cms_hooks import files_policy
    from ..models import Download

    allowed = {
        get_image_model(): lambda: images.instances_user_has_any_permission_for(
            user, {"choose", "change"}
        ),
        Download: lambda: files_policy.instances_user_has_any_permission_for(user, {"view"}),
        Page: lambda: pages_seen(user),
    }
    before = references(page.get_latest_revision_as_object()) if page.pk else set()
    return any(
        not allowed[model]().filter(pk=pk).exists()
        for model, pk in references(page) - before - set(given)
        if model in allowed
    )


def references(page: Page) -> set[Reference]:
    found = ReferenceIndex._extract_references_from_object(page)
    return {
        (ContentType.objects.get_for_id(kind).model_class(), str(pk)) for kind, pk, *_rest in found
    }


def in_all_languages(found: set[Reference]) -> set[Reference]:
    """A translation leads to the pages of its own language."""
    pages = Page.objects.filter(pk__in=[pk for model, pk in found if model is Page])
    keys = pages.values("translation_key")
    others = Page.objects.filter(translation_key__in=keys).values_list("pk", flat=True)
    return found | {(Page, str(pk)) for pk in others}


class DownloadForm(WagtailAdminModelForm):
    """Who may use one collection alone is not asked for it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is None or "collection" not in self.fields:
            return
        from ..cms_hooks import files_policy

        own = files_policy.collections_user_has_permission_for(self.for_user, "add")
        self.fields["collection"].queryset = own
        if len(own) == 1:
            self.instance.collection = own[0]
            del self.fields["collection"]
