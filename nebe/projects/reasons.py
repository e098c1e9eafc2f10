"""Why a thing of a file was refused or not held, in words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.ui.templatetags.ui import listed

from .dimensions import Labels, pairs_of
from .editing.words import number, reader_words
from .iati.rule_words import WORDS as RULES
from .models import Period
from .selectors.results import period_label
from .tables.columns import FIELDS

WORDS = {
    "identifier repeated": gettext_lazy("The file has this identifier twice."),
    "another publisher": gettext_lazy(
        "Another organisation reports this project. Only its own file can change it."
    ),
    "no identifier": gettext_lazy("It says neither an identifier nor a name."),
    "no activity": gettext_lazy("The table of activities does not have this identifier."),
    "no period": gettext_lazy("A budget needs the start and the end of the project."),
    "equal shares": gettext_lazy(
        "The standard wants shares of several countries: each is given an equal one."
    ),
    "unreadable": gettext_lazy("cannot be read, not held"),
    "extension": gettext_lazy("own addition of the publisher, not held"),
    "unknown": gettext_lazy("not held"),
    "repeated": gettext_lazy("there a second time, not held"),
    "second text in a language": gettext_lazy("a second text in one language, not held"),
    "text": gettext_lazy("text beside the elements, not held"),
    "empty": gettext_lazy("empty, not held"),
}
SHOWN = 12


def reason_lines(left: list[dict[str, Any]]) -> list[str]:
    """One line for each place of the file, however often it comes."""
    lines: dict[str, int] = {}
    for each in left:
        line = one(each)
        lines[line] = lines.get(line, 0) + 1
    found = [line if times == 1 else f"{line} ×{times}" for line, times in lines.items()]
    if len(found) > SHOWN:
        more = _("… and %(number)s more, all in the table") % {"number": len(found) - SHOWN}
        return [*found[:SHOWN], more]
    return found


def disagreement_told(of: dict[str, Any], *, is_kept: bool) -> str:
    told_of = Figure(of)
    words = {"what": told_of.what, "ours": told_of.ours, "theirs": told_of.theirs}
    if not is_kept:
        return _("%(what)s: reported by hand was %(ours)s, the file’s %(theirs)s counts") % words
    return _("%(what)s: %(ours)s, reported by hand, stays; in the file %(theirs)s") % words


class Figure:
    """What was reported by hand and what a file says, in the reader's language."""

    def __init__(self, of: dict[str, Any]):
        self.name = of["name"]
        self.project = of["project"]
        pairs = pairs_of(of["dimensions"])
        days = (date.fromisoformat(of[name]) if of[name] else None for name in ("start", "end"))
        span = period_label(Period(**dict(zip(("start", "end"), days, strict=True))))
        parts = [reader_words(of["indicator"]), span, Labels(pairs).group(pairs)]
        self.what = listed(filter(None, parts)) + (f" ({of['nth'] + 1})" if of.get("nth") else "")
        self.ours = figure_told(of["ours"])
        self.theirs = figure_told(of["theirs"]) if of["theirs"] else _("no figure")


def figure_told(figure: list[Any]) -> str:
    value, comment = figure
    said = reader_words(comment)
    return (number(value) or "–") + (f" ({said})" if said else "")


def one(each: dict[str, Any]) -> str:
    reason, _colon, of = each["reason"].partition(":")
    if "of" in each:
        return disagreement_told(each["of"], is_kept=reason == "reported")
    if reason == "unread":
        text = each["text"]
        said = _("“%(column)s” cannot be read: %(text)s") if text else _("“%(column)s” is missing.")
        return said % {"column": FIELDS[of], "text": text}
    if reason == "no term":
        return _("We do not know “%(name)s”: left out.") % {"name": each["text"]}
    if reason == "programmes alike":
        return _("Two programmes are called “%(name)s”: left out.") % {"name": each["text"]}
    if reason == "new programme":
        return _("“%(name)s” is not among the programmes yet: it is added.") % {
            "name": each["text"]
        }
    if reason == "a programme":
        return _("“%(name)s” is a programme: taken as that.") % {"name": each["text"]}
    if reason == "joined":
        return _("It is taken together with line %(line)s.") % {"line": of}
    if reason == "same as":
        return _("It says the same as line %(line)s.") % {"line": of}
    words = str(RULES[of] if reason == "rule" else WORDS[reason])
    return f"{each['path']}: {words}" if each["path"] not in ("", ".") else words
