"""The shapes of funding calls in the API."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AfterValidator

from .project_schemas import Term
from .schemas import Page, Paged, Text, Words, without_nul

Word = Annotated[str, Field(max_length=40), AfterValidator(without_nul)]
Sum = Annotated[int, Field(ge=0, le=10**12)]


class Amounts(Schema):
    """As the funder says them; nothing is converted."""

    currency: str | None = Field(description="ISO 4217")
    project_min: int | None = Field(description="Least for one project.")
    project_max: int | None = Field(description="Most for one project.")
    total: int | None = Field(description="For all projects together.")


class Programme(Schema):
    slug: str
    name: Text


class CallItem(Schema):
    slug: str
    url: str = Field(description="Its page, which stays.")
    reference: str = Field(description="The funder's own number of it.")
    title: Text
    summary: Text
    status: Literal["upcoming", "open", "closing", "closed"] = Field(
        description="`closing`: open, with a deadline in at most 14 days."
    )
    opens_at: datetime | None
    deadlines: list[datetime] = Field(
        description="One for each round, by the clock of the call. Without any one may apply at "
        "any time."
    )
    programme: Programme | None
    funder: str | None
    applicants: list[Term] = Field(description="Who may apply; empty: everybody.")
    territories: list[Term] = Field(description="ISO 3166-1 or 3166-2; empty: every place.")
    themes: list[Term]
    targets: list[Term] = Field(description="For whom.")
    amount: Amounts
    own_share: Decimal | None = Field(description="Own money of the applicant, in per cent.")
    website: str | None = Field(description="Where to apply.")
    updated_at: datetime


class Link(Schema):
    url: str
    title: str


class CallDetail(CallItem):
    conditions: Text
    documents: list[Link]


class CallPage(Page):
    items: list[CallItem]


class CallsQuery(Paged):
    """Names narrow each other. The soonest deadline comes first."""

    q: Words = Field("", description="Words in any language.")
    status: Literal["", "open", "upcoming", "closed", "all"] = Field(
        "", description="Empty: open or opening later."
    )
    applicant: Word = Field("", description="Who applies: also finds what is open to everybody.")
    territory: Annotated[str, Field(pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$")] = Field(
        "", description="ISO 3166-1 or 3166-2: also finds what is for every place."
    )
    theme: Word = ""
    target: Word = Field("", description="For whom.")
    programme: Annotated[str, Field(max_length=80, pattern=r"^[a-z0-9_-]*$")] = ""
    amount: Sum | None = Field(
        None, description="What a project needs: also finds calls that name no amount."
    )
    currency: Literal["CZK", "EUR", "PLN"] = Field(
        "CZK", description="Of `amount`; calls in others are compared by the rates of today."
    )
