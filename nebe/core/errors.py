"""What a service raises when it cannot do what a person asked for."""

from django.utils.translation import gettext_lazy as _


class NotPossible(Exception):
    """The row is no longer in a state that allows this; `message` says so to the person."""

    def __init__(self, message=None):
        self.message = message or _("This is no longer possible. Someone changed it meanwhile.")
        super().__init__(str(self.message))


class TooMany(Exception):
    """A limit was reached; `message` says to the person what to do."""

    def __init__(self, message):
        self.message = message
        super().__init__(str(message))
