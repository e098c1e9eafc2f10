"""What the CMS says at each save, where its own catalogues lack our languages.

Nothing reads these: they stand here so that they are collected into our catalogues, which win.
"""

from django.utils.translation import gettext_noop as _

WORDS = [
    _("The page could not be saved due to validation errors."),
    _("The page could not be created due to validation errors."),
    _("There are validation errors, click save to highlight them."),
    _("Go to the first error"),
    _("Autosave is paused"),
    _("Autosave is <span>paused</span>"),
]
