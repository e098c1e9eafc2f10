"""Facts that are the same in every language: a change is carried over to the translations."""

from wagtail.models import Page
from wagtail_localize.models import Translation

from .indexing import index_keys
from .models import Tender, Vacancy


def is_translation(page: Page) -> bool:
    """Whether the page is made from one in another language, whose facts hold."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id
    ).exists()


def facts_carry(page: Vacancy | Tender) -> None:
    """To the published translations, which would else tell an old deadline until they are made
    anew."""
    others = type(page).objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    if others.update(**{name: getattr(page, name) for name in page.facts_shared}):
        index_keys([page.translation_key])
