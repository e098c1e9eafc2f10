"""How far a project is, as lists say it: our own words in every language, other common ones, codes.

A word that could mean two of them means none.
"""

from collections import defaultdict
from functools import cache

from django.conf import settings
from django.utils import translation

from ..known import key_of
from ..models import Project

# The names of the standard and others that lists use, of a project or of what is done with it.
WORDS = {
    "1": "pipeline, identification, pipeline/identification, planned, in preparation, "
    "připravovaný, připravuje se, plánovaný, plánováno, planowany, planowane, у підготовці, "
    "запланований, заплановано, планується, в подготовке, запланированный, запланирован, "
    "планируется, đang lên kế hoạch, مخطط, مخطط له",
    "2": "implementation, active, ongoing, in progress, under way, běží, běžící, probíhající, "
    "v realizaci, aktivní, aktywny, w trakcie, w realizacji, w toku, активний, виконується, "
    "чинний, активный, выполняется, действующий, đang diễn ra, đang chạy, جاري, جاري التنفيذ, "
    "قيد التنفيذ, نشط",
    "3": "finalisation, finalising, finalizing, finalization, dokončovaný, kończony, "
    "đang hoàn thành",
    "4": "closed, finished, completed, done, ended, ukončen, ukončeno, skončil, dokončený, "
    "dokončen, dokončeno, uzavřený, zakończono, zakończone, ukończony, zamknięty, завершено, "
    "закінчений, закінчено, закритий, завершен, завершенный, закончен, закончено, окончен, "
    "закрыт, kết thúc, hoàn thành, đã hoàn thành, đã đóng, منتهي, منته, مكتمل, مغلق",
    "5": "canceled, called off, zrušen, zrušeno, anulowany, anulowano, odwołano, скасовано, "
    "отменено, отменённый, hủy, bị hủy, ملغي, ألغي",
    "6": "paused, on hold, pozastaven, pozastaveno, přerušený, přerušeno, wstrzymany, wstrzymano, "
    "zawieszono, призупинено, приостановлено, tạm ngừng, متوقف مؤقتا",
}


@cache
def known() -> dict[str, str]:
    """How it is called → its code in the codelist ActivityStatus."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, words in WORDS.items():
        for word in (code, *words.split(",")):
            found[key_of(word)].add(code)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, label in Project.Status.choices:
                found[key_of(str(label))].add(code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}


def status_read(text: str) -> str | None:
    """None for a word that says nothing sure."""
    return known().get(key_of(text))
