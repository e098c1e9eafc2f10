"""The shapes of projects in the API, in the words of IATI (2.03)."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AfterValidator

from .schemas import Code, Day, Page, Paged, Text, Words, without_nul

Choice = Annotated[str, Field(max_length=60), AfterValidator(without_nul)]
Choices = Annotated[list[Choice], Field(max_length=20)]
Address = Annotated[str, Field(max_length=80, pattern=r"^[a-z0-9_-]+$")]


class Term(Schema):
    code: str
    name: str


class Part(Schema):
    """An organisation's part in a project."""

    role: Term = Field(description="IATI's codelist OrganisationRole.")
    name: str
    ref: str = Field(description="Its identifier as it was published.")


class Sum(Schema):
    value: Decimal | None
    currency: str = Field(description="ISO 4217")
    date: Day | None = Field(description="The day by whose rate it is converted.")


class Budget(Sum):
    start: Day | None
    end: Day | None


class Transaction(Sum):
    type: Term = Field(description="IATI's codelist TransactionType.")


class Measurement(Schema):
    """One value; with `dimensions` it counts only whom these say."""

    kind: str = Field(description="baseline, target or actual")
    value: str
    start: Day | None
    end: Day | None
    dimensions: list[dict[str, Any]]


class Indicator(Schema):
    result: Text
    title: Text
    measure: str = Field(description="IATI's codelist IndicatorMeasure.")
    measurements: list[Measurement]


class Document(Schema):
    title: Text
    url: str
    format: str


class ProjectItem(Schema):
    slug: str
    url: str = Field(description="Its page, which stays.")
    iati_identifier: str | None
    title: Text
    aim: Text
    status: Term = Field(description="IATI's codelist ActivityStatus.")
    start: Day | None
    end: Day | None
    facets: dict[str, list[Term]] = Field(
        description="By what it is found: theme, target, country, region, town, year, funder, "
        "programme, org, sector."
    )
    updated_at: datetime


class ProjectDetail(ProjectItem):
    participating_organisations: list[Part]
    budgets: list[Budget]
    transactions: list[Transaction]
    indicators: list[Indicator]
    documents: list[Document]


class ProjectPage(Page):
    items: list[ProjectItem]


class ProjectsQuery(Paged):
    """Values of one name add, names narrow each other."""

    q: Words = Field("", description="Words in any language.")
    theme: Choices = []
    target: Choices = Field([], description="For whom.")
    country: Annotated[list[Code], Field(max_length=20)] = Field([], description="ISO 3166-1")
    region: Choices = Field([], description="ISO 3166-2")
    town: Choices = Field([], description="Code of a municipality, see `/places`.")
    status: Choices = Field([], description="IATI's codelist ActivityStatus.")
    year: Choices = Field([], description="In which the project ran.")
    funder: Choices = Field([], description="As in `facets` of a project.")
    programme: Choices = []
    org: Choices = []
    sector: Choices = Field([], description="Three digits of OECD DAC.")
    amount: Choices = Field([], description="Bands as in `facets`.")
    since: Annotated[int, Field(ge=1950, lt=2100)] | None = Field(
        None, description="The project ran in this year or later."
    )
    until: Annotated[int, Field(ge=1950, lt=2100)] | None = Field(
        None, description="The project ran in this year or earlier."
    )
