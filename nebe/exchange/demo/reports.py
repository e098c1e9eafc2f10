"""Reports and complaints of the demonstration, in all states of work."""

import tomllib
import uuid
from datetime import timedelta

from nebe.core.people.models import Organisation
from nebe.exchange.codes import code_index, code_make
from nebe.exchange.models import Complaint, Message, Offer, Report
from nebe.exchange.models.reports import WorkedQueue

from .fates import Made
from .people import People
from .phrases import DATA, filled

REPORTS = tomllib.loads((DATA / "reports.toml").read_text("utf-8"))
Status = WorkedQueue.Status


def reports_make(
    people: People, offers: list[Made], messages: list[Message]
) -> list[Report | Complaint]:
    """Reports on offers that were once published and on messages; complaints to the network."""
    random, rows = people.random, []
    published = [one.offer for one in offers if one.offer.published_at]
    hidden = [offer for offer in published if offer.status == Offer.Status.HIDDEN]
    for number, data in enumerate(REPORTS["reports"]):
        if number % 4 == 3 and messages:
            message = random.choice(messages)
            about: dict = {"message": message}
            organisation = message.match.organisation
        else:
            offer = random.choice(hidden if data["reason"] == "rude" and hidden else published)
            about, organisation = {"offer": offer}, offer.controller
        rows.append(_worked(people, Report(**about, reason=data["reason"]), data, organisation))
    for number, data in enumerate(REPORTS["complaints"]):
        code = code_index("complaint", code_make(f"demo-complaint-{number}"))
        complaint = Complaint(about=data["about"], code_index=code)
        worked = _worked(people, complaint, data, people.cast.office)
        complaint.due_on = (complaint.created_at + timedelta(days=30)).date()
        if complaint.status != Status.NEW:
            complaint.acknowledged_at = complaint.created_at + timedelta(days=1)
        rows.append(worked)
    return rows


def _worked(people: People, row: WorkedQueue, data: dict, organisation: Organisation):
    random = people.random
    row.pk, row.organisation = uuid.uuid4(), organisation
    row.language, row.status = data["language"], data["status"]
    row.text = filled(data["text"], random, {})
    row.created_at = people.now - timedelta(hours=random.randrange(3, 100))
    if row.status != Status.NEW:
        row.created_at -= timedelta(days=random.randrange(5, 60))
        row.taken_by = random.choice(people.coordinators.get(organisation.pk, [people.cast.eva]))
    if row.status == Status.CLOSED:
        row.closed_at = row.created_at + timedelta(days=random.randrange(1, 5))
        row.outcome = data["outcome"]
    return row
