"""The shapes of the API. What is public of a row is decided by the rooms' selectors."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.conf import settings
from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator

CODES = [code for code, _name in settings.LANGUAGES]


def without_nul(text: str) -> str:
    return text.replace("\0", " ")


def known_language(code: str) -> str:
    if code not in CODES:
        raise ValueError(f"one of {', '.join(CODES)}")
    return code


def iso_only(value):
    """A date as `2026-11-30`; pydantic alone would also take seconds since 1970."""
    return date.fromisoformat(value) if isinstance(value, str) else value


Language = Annotated[str, Field(json_schema_extra={"enum": CODES}), AfterValidator(known_language)]
Day = Annotated[date, BeforeValidator(iso_only)]
Words = Annotated[str, Field(max_length=200), AfterValidator(without_nul)]
Code = Annotated[str, Field(max_length=24, pattern=r"^[A-Za-z0-9._-]*$")]
Slug = Annotated[str, Field(max_length=50, pattern=r"^[a-z0-9-]+$")]


class Problem(Schema):
    """RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list["Mistake"] = []


class Mistake(Schema):
    name: str
    detail: str


class Text(Schema):
    text: str
    language: str = Field(description="The language that the text is in.")
    is_machine: bool = Field(description="Translated by a machine.")


class Region(Schema):
    code: str = Field(description="ISO 3166-2")
    name: str
    country: str = Field(description="ISO 3166-1 alpha-2")


class Place(Schema):
    """A municipality. The coordinates are its centre's, WGS 84 degrees."""

    code: str
    name: str
    district: str
    region: Region
    latitude: float
    longitude: float
    approximate: bool = Field(description="The coordinates are the district's mean.")


class Category(Schema):
    slug: str
    name: Text
    description: Text
    openness: Literal["open", "vetted", "organisations"]


class OfferItem(Schema):
    """Help that someone offers. Never a contact, never nearer than the municipality's centre."""

    number: int
    url: str = Field(description="The page where one can ask for this help.")
    title: Text
    text: Text
    categories: list[str]
    places: list[Place]
    reach_km: int
    remote: bool
    languages: list[str] = Field(description="Languages the helper speaks, ISO 639-1.")
    available_from: date | None
    available_until: date | None
    published_at: datetime | None


class Answer(Schema):
    question: str
    answers: list[str]


class OfferDetail(OfferItem):
    answers: list[Answer]


class Page(Schema):
    page: int
    size: int
    total: int
    next: str | None = Field(description="The address of the next page, if there is one.")


class OfferPage(Page):
    total_is_exact: bool = Field(description="False: there are more than `total`.")
    items: list[OfferItem]


class Organisation(Schema):
    slug: str
    name: str
    kind: str
    country: str
    website: str
    about: Text
    regions: list[str] = Field(description="ISO 3166-2 codes of the regions served.")


class OrganisationPage(Page):
    items: list[Organisation]


class Figure(Schema):
    table: Literal["total", "region", "category"]
    row: str = Field(
        description="ISO 3166-2 code or slug of a category; `*` is the total, `+` all rows that "
        "are hidden together, `-` no place. A row that is missing is 0, or hidden in `+`."
    )
    measure: Literal["asked", "people", "offers", "kinds", "helped", "helped_people"] = Field(
        description="Needs confirmed, people they are for; offers confirmed, the same once for "
        "each kind of help; needs and people to whom help was given for the first time."
    )
    number: int | None = Field(description="null: fewer than may be shown.")


class Month(Schema):
    """As it was published once; it does not change."""

    month: date = Field(description="Its first day.")
    published_on: date
    figures: list[Figure]


class Statistics(Schema):
    smallest: int = Field(description="Numbers below this are not published.")
    source: str = Field(description="The page that says how this is counted.")
    items: list[Month]


class Query(Schema):
    """What every question may carry."""

    lang: Language = Field("en", description="The language of the answer.")


class Paged(Query):
    page: int = Field(1, ge=1, le=50)
    size: int = Field(20, ge=1, le=50)


class OffersQuery(Paged):
    q: Words = Field("", description="Words in any language.")
    category: list[Slug] = Field([], max_length=20)
    place: Code = Field("", description="Code of a municipality, see `/places`.")
    km: int = Field(30, ge=1, le=500, description="How far from the place.")
    language: list[Annotated[str, Field(pattern="^[a-z]{2,3}$")]] = Field(
        [], max_length=20, description="Languages the helper speaks."
    )
    day: Day | None = Field(None, description="The help must be available on this day.")
    remote: Literal["yes", "no", ""] = Field("", description="Only at a distance, or only not.")
    sort: Literal["newest", "nearest"] = "newest"


class PlacesQuery(Query):
    q: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(without_nul)]
    country: Literal["", "CZ", "PL", "SK", "UA"] = ""
    limit: int = Field(10, ge=1, le=50)
