"""Which pages an editor of a member sees in the CMS."""

from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission, Page

from nebe.core.people.models import User


def pages_seen(user: User) -> QuerySet[Page]:
    """Those of its part, and those that lead there from the root."""
    roots = Page.objects.filter(
        pk__in=GroupPagePermission.objects.filter(group__user=user).values("page")
    )
    found = Q(pk__in=[])
    for path in roots.values_list("path", flat=True):
        above = [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]
        found |= Q(path__startswith=path) | Q(path__in=above)
    return Page.objects.filter(found)
