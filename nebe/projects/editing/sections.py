"""All sections of a record, in the order of its page."""

from .about import About
from .base import Section
from .links import Contacts, Documents
from .money import Budgets, Payments
from .partners import Funders, Partners
from .places import Places
from .relating import Related
from .running import Running
from .texts import Numbers, Texts

ORDER: tuple[type[Section], ...] = (
    Texts,
    Running,
    Partners,
    Funders,
    Places,
    About,
    Budgets,
    Payments,
    Documents,
    Contacts,
    Related,
    Numbers,
)
SECTIONS: dict[str, type[Section]] = {section.name: section for section in ORDER}
