"""Sound and films of our own, in parts, as players ask for them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from nebe.core.people.access import public

from ..media import may_be_played
from ..models import Recording
from ..ranges import file_response


@public
@require_safe
def recording(request, pk, ending):
    """Kept by no cache without asking: it may belong to a story that is taken back."""
    found = get_object_or_404(Recording, pk=pk)
    if found.ending != ending or not may_be_played(found):
        raise Http404
    response = file_response(
        request,
        found.file.open("rb"),
        size=found.size,
        media_type=found.media_type,
        etag=f'"{found.pk}"',
    )
    response["Cache-Control"] = "no-cache"
    return response
