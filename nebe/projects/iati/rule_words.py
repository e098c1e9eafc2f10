"""What the standard advises, in words that a project officer understands."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAID: list[tuple[str, Promise]] = [
    ("1.1.3", _("The activity has the identifier of its organisation. It needs one of its own.")),
    (
        "1.1.21",
        _("The identifier should begin with that of the reporting organisation and a hyphen."),
    ),
    (
        "1.3.1 1.4.1 1.5.1 1.6.1 1.7.1 1.8.1 1.9.1 1.10.1 1.11.1 1.12.1 1.14.1 1.15.1 1.16.1 "
        "1.17.1 1.18.1",
        _("An identifier begins or ends with a blank."),
    ),
    (
        "1.3.13 1.8.13 1.10.13 1.11.13 1.12.13 1.14.13 1.15.13 1.18.13",
        _("An identifier has one of the signs / & | or ?."),
    ),
    ("2.1.1 3.1.1 3.4.1 7.9.1", _("There are several. Each needs its percentage.")),
    ("2.1.2 3.1.2 3.4.2 7.9.2", _("The percentages do not add up to 100.")),
    ("2.1.4 3.1.4 3.4.4 7.9.4", _("There is only one. It has 100 percent, or none is given.")),
    ("2.2.1 6.13.1", _("A code of your own list needs a text that says what it means.")),
    (
        "3.6.2 3.7.1 3.7.2",
        _("Countries and regions stand for the whole activity or for every single payment."),
    ),
    ("4.1.1 4.5.1", _("Say the language of the whole, or of every single text.")),
    ("4.3.1 4.4.1", _("A title or a description has no text.")),
    (
        "6.2.2 6.6.2 6.7.2",
        _("Sectors stand for the whole activity or for every single payment, and are needed."),
    ),
    ("6.8.1 6.9.1 6.9.2 6.10.1", _("An organisation has neither an identifier nor a name.")),
    ("6.11.1", _("The activity has no start, neither planned nor actual.")),
    ("6.14.1", _("A mark of a policy does not say how much it matters.")),
    ("7.5.3", _("A budget should be of one year at most. Split it by years.")),
    ("7.8.1 7.8.2", _("Say the currency of the whole, or of every single amount.")),
    ("8.6.1 8.6.3 11.1.2 11.1.3", _("The end is before the start.")),
    ("8.8.1 8.9.1 8.10.1", _("A figure that can be counted has no value.")),
    ("8.8.2 8.9.2 8.10.2", _("The value of a figure is not a number.")),
    ("8.8.3 8.9.3 8.10.3", _("What is told in words needs no value.")),
    ("8.11.1", _("A reference stands at the result or at its indicator, not at both.")),
    ("11.1.1 11.1.4 11.1.5 11.2.1 11.2.2 11.4.1", _("A day that has been lies in the future.")),
    ("11.3.1", _("The day of a line of the budget is outside of the budget’s period.")),
    ("12.1.1 12.2.1 12.3.1", _("A percentage is less than 0 or more than 100.")),
    (
        "102.1.1 107.1.1 107.2.1",
        _("A code of the OECD’s list should stand beside those of other lists."),
    ),
    ("107.1.2 107.2.2", _("There should be one kind of aid of each list.")),
]
WORDS = {number: text for numbers, text in SAID for number in numbers.split()}
