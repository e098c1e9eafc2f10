"""Words that allauth shows in our pages and that its own catalogues lack in some of our languages.

Nothing imports this: it only puts them before the translators, whose catalogue comes first.
"""

from django.utils.translation import gettext_noop as _

WORDS = (
    _("Password"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Code"),
    _("Master key"),
    _("Backup key"),
    _("Key nr. {number}"),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
    _("The new value must be different from the current one."),
    _("A user is already registered with this email address."),
    _("This email address is already associated with this account."),
    _("Be patient, you are sending too many requests."),
)
