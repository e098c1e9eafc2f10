"""Files of the standard, read element by element, so that their size does not matter."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID

from lxml import etree

from . import shapes
from .faults import particulars
from .nodes import LANG, UNDETERMINED, Node, NotHeld, Reading, Record, read
from .rules import Broken, broken

SCHEMAS = Path(__file__).parent / "schemas"
GZIP = b"\x1f\x8b"
# Versions 2.x may only add what is optional, so all of them are read by the last one's schema.
TOO_OLD = "1."
FAULTS_SHOWN = 100
MAX_BYTES = 1024**3  # unpacked
MOST_PARTS = 500_000  # elements in one activity
# What a damaged file raises, compressed or not.
BROKEN = (etree.XMLSyntaxError, EOFError, OSError, zlib.error)


@dataclass(frozen=True)
class Form:
    """One of the two kinds of files: its root, the elements below it, their schema."""

    root: str
    node: Node
    schema: str
    smallest: str  # a valid element, to try a root without its elements


ACTIVITIES = Form(
    "iati-activities",
    shapes.ACTIVITY,
    "iati-activities-schema.xsd",
    '<iati-activity><iati-identifier/><reporting-org ref="" type=""><narrative/></reporting-org>'
    "<title><narrative/></title><description><narrative/></description>"
    '<participating-org role=""/><activity-status code=""/>'
    '<activity-date type="" iso-date="2000-01-01"/></iati-activity>',
)
ORGANISATIONS = Form(
    "iati-organisations",
    shapes.PUBLISHER,
    "iati-organisations-schema.xsd",
    "<iati-organisation><organisation-identifier/><name><narrative/></name>"
    '<reporting-org ref="" type=""><narrative/></reporting-org></iati-organisation>',
)
IDENTIFIER = {"iati-activity": "iati-identifier", "iati-organisation": "organisation-identifier"}
FORMS = {form.root: form for form in (ACTIVITIES, ORGANISATIONS)}


@dataclass(frozen=True)
class Fault:
    """Why a file is refused; `code` is a key of `faults.WORDS`, the rest its particulars.

    The parser counts lines up to 65,535 only: `activity` says where, too.
    """

    line: int
    code: str
    element: str = ""
    attribute: str = ""
    value: str = ""
    expected: str = ""
    activity: str = ""

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


class Unreadable(Exception):
    """Not a file of the standard; `fault` says why."""

    def __init__(self, fault: Fault):
        super().__init__(fault.code)
        self.fault = fault


@dataclass(frozen=True)
class Found:
    """One thing of a file: what we hold of it, and what is left.

    `advice` are rules of the standard that it does not keep. `fate` stands where the reading alone
    decides it; `meant` is the project that somebody said it is.
    """

    line: int
    record: Record
    left: list[NotHeld]
    fate: str = ""
    reason: str = ""
    meant: UUID | None = None
    advice: list[Broken] = field(default_factory=list)


class Limited:
    """A file of which no more than `most` bytes are read; beyond them `Unreadable` is raised."""

    def __init__(self, file: BinaryIO, most: int):
        self.file, self.left = file, most

    def read(self, size: int = -1) -> bytes:
        found = self.file.read(size)
        self.left -= len(found)
        if self.left < 0:
            raise Unreadable(Fault(0, "too_large"))
        return found


@contextmanager
def unpacked(file: BinaryIO) -> Iterator[Limited]:
    """The file from its beginning, without its compression."""
    file.seek(0)
    packed = file.read(2) == GZIP
    file.seek(0)
    if not packed:
        yield Limited(file, MAX_BYTES)
        return
    with gzip.GzipFile(fileobj=file) as content:
        yield Limited(cast(BinaryIO, content), MAX_BYTES)


def form_of(file: BinaryIO) -> Form:
    """Raises `Unreadable` for what is no XML, has a DTD, is no IATI file or is too old."""
    with unpacked(file) as content:
        try:
            _event, root = next(iter(reader(content, events=("start",))))
        except (*BROKEN, StopIteration) as error:
            raise Unreadable(no_xml(error)) from None
        if root.getroottree().docinfo.doctype:
            raise Unreadable(Fault(1, "doctype"))
        form = FORMS.get(root.tag)
        if form is None:
            raise Unreadable(Fault(root.sourceline, "no_iati", element=_short(root.tag)))
        version = root.get("version", "").strip()
        if version.startswith(TOO_OLD):
            raise Unreadable(Fault(root.sourceline, "version", value=version[:40]))
        return form


def faults(file: BinaryIO, form: Form) -> list[Fault]:
    """All that the schema has against the file, up to `FAULTS_SHOWN`; empty where it is valid."""
    found: list[Fault] = []
    schema = schema_of(form)
    number, root = 0, None
    with unpacked(file) as content:
        try:
            for element in elements(content, form):
                number, root = number + 1, element.getparent()
                if not schema.validate(element):
                    found += [fault_of(error, element) for error in schema.error_log]
                if len(found) >= FAULTS_SHOWN:
                    return found[:FAULTS_SHOWN]
        except Unreadable as error:
            return [*found, error.fault]
        except BROKEN as error:
            return [*found, no_xml(error)]
    if root is None:
        return [Fault(1, "part_missing", element=form.root, expected=form.node.tag)]
    return sorted([*found, *root_faults(root, form)], key=lambda fault: fault.line)


def root_faults(root: Any, form: Form) -> list[Fault]:
    """What is wrong with the root itself."""
    shell = etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)
    shell.sourceline = root.sourceline
    shell.text = root.text
    shell.append(etree.fromstring(form.smallest))
    schema = schema_of(form)
    schema.validate(shell)
    return [fault_of(error) for error in schema.error_log]


def found_in(
    file: BinaryIO, form: Form, skip: int = 0, *, today: date | None = None
) -> Iterator[Found]:
    """The elements of a valid file in its order, without the first `skip`.

    By which rules of the standard they are looked at depends on the day: without one by none.
    """
    with unpacked(file) as content:
        for position, element in enumerate(elements(content, form)):
            if position >= skip:
                language = (element.get(LANG) or UNDETERMINED).lower()
                reading = Reading(language)
                record = read(element, form.node, reading)
                advice = broken(element, today=today) if today else []
                yield Found(element.sourceline or 0, record, reading.left, advice=advice)


def elements(content: Limited, form: Form) -> Iterator[Any]:
    """Those below the root, each freed when the next one is read.

    Raises `Unreadable` at the first that does not belong there, and at one without an end.
    """
    root, parts = None, 0
    for event, element in reader(content, events=("start", "end")):
        root = element if root is None else root
        if event == "start":
            parts += 1
            if parts > MOST_PARTS:
                raise Unreadable(Fault(element.sourceline or 0, "too_large"))
        elif element.getparent() is root:
            parts = 0
            forget_before(element)
            if element.tag == form.node.tag:
                yield element
            elif not element.tag.startswith("{"):
                name = _short(element.tag)
                line = element.sourceline or 0
                expected = form.node.tag
                raise Unreadable(Fault(line, "part_out_of_place", name, expected=expected))


def forget_before(element: Any) -> None:
    """Free what stands before it; raises `Unreadable` where there was text between the two."""
    before = element.getprevious()
    if before is None:
        return
    if (before.tail or "").strip():
        raise Unreadable(Fault(before.sourceline or 0, "text", _short(element.getparent().tag)))
    before.getparent().remove(before)


def reader(content: Limited, **options: Any) -> Any:
    """Nothing outside of the file is fetched, and no entity of it is put in."""
    return etree.iterparse(
        content,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        **options,
    )


def no_xml(error: BaseException) -> Fault:
    return Fault(getattr(error, "lineno", None) or 1, "no_xml")


@cache
def schema_of(form: Form) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / form.schema))


def fault_of(error: Any, element: Any = None) -> Fault:
    """A message of the schema as a fault of ours, with the identifier of its activity."""
    identifier = "" if element is None else element.findtext(IDENTIFIER.get(element.tag, "")) or ""
    told = particulars(error.type_name, error.message)
    return Fault(error.line, activity=identifier.strip()[:120], **told)


def _short(tag: str) -> str:
    return str(etree.QName(tag).localname)[:80]
