from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models


class NotYet(PermissionDenied):
    """Something is missing before this page may be public. The words say what."""


class Gated(models.Model):
    """For kinds that may be published only when nothing is missing; stands before `Article`.

    `save` is the one door to the public: whatever publishes a page (the CMS, a translator's tool,
    a schedule) saves it as live.
    """

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Raises NotYet. A new page begins as a draft."""
        page: Any = self
        if page._state.adding:
            page.live = False
        only = kwargs.get("update_fields")
        if page.live and (only is None or "live" in only) and (lacks := self.lacks()):
            raise NotYet(" ".join(lacks))
        super().save(*args, **kwargs)

    def lacks(self) -> list[str]:
        """What is missing, in words for the editor."""
        raise NotImplementedError
