"""What an organisation says of its own money, taken as it is in its file."""

from ..iati import shapes
from ..iati.nodes import Record
from ..iati.publisher_rows import SUMS, publisher_record, settled
from ..iati.rows import columns_of, made
from ..known import Known
from ..models import ImportItem, PublisherFile, PublisherSum
from .records import Taken, state_of

Fate = ImportItem.Fate


def publisher_take(*, record: Record, known: Known, publish: bool = False) -> Taken:
    """In the caller's transaction; a file of the same identifier is replaced."""
    identifier = record.get("identifier", "")
    organisation = known.organisation(ref=identifier, names=record.get("name"))
    if organisation is None:
        return Taken(Fate.REFUSED, reason="no identifier")
    file = PublisherFile.objects.filter(identifier=identifier).first()
    if file is not None and publisher_record(file) == settled(record):
        return Taken(Fate.SAME)
    fate = Fate.CHANGED if file else Fate.NEW
    file = file or PublisherFile(identifier=identifier, state=state_of(publish))
    file.organisation = organisation
    for name, value in columns_of(record, shapes.PUBLISHER, PublisherFile).items():
        setattr(file, name, value)
    file.save()
    file.sums.all().delete()
    PublisherSum.objects.bulk_create(
        made(PublisherSum, found, node, file=file, kind=key)
        for key, node in SUMS.items()
        for found in record.get(key, [])
    )
    return Taken(fate)
