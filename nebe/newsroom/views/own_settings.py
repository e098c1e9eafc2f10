"""What an editor sets for the CMS alone."""

from typing import ClassVar

from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    NameEmailSettingsPanel,
)


class OwnSettingsView(AccountView):
    """Without the name, which is kept with the account, and without a picture of a person."""

    LEFT_OUT: ClassVar = (NameEmailSettingsPanel, AvatarSettingsPanel)

    def get_panels(self):
        return [panel for panel in super().get_panels() if not isinstance(panel, self.LEFT_OUT)]
