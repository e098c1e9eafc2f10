from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.texts.translated import pick


class Topic(models.Model):
    """A subject that readers follow: in lists, feeds and newsletters."""

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    name = models.JSONField(_("name"), default=dict)  # language → text
    position = models.PositiveSmallIntegerField(_("position"), default=50)

    class Meta:
        verbose_name = _("topic")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return str(pick(self.name, get_language() or "en"))
