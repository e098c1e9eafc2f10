"""Members of the network, partners, authorities and funders: who works together."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from nebe.core.people.models import Organisation

from .base import Article, Filter, fields, panels

# What a member writes in its own part, below its page.
BELOW = [f"nebe_newsroom.{kind}" for kind in ("NewsItem", "Event", "Publication", "Vacancy")]


def organisation_field(label=None, **more) -> models.ForeignKey:
    """The organisation that a page is of, or none."""
    return models.ForeignKey(
        Organisation,
        verbose_name=label or _("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        **more,
    )


class OrganisationPage(Article):
    """A member, partner or authority; contacts come from what it says of itself in Nebe."""

    kind = "organisation"
    icon = "building"
    schema_type = "AboutPage"
    dated = False
    pictured = True

    class Relation(models.TextChoices):
        MEMBER = "member", _("Member of the network")
        PARTNER = "partner", _("Partner")
        AUTHORITY = "authority", _("Public authority")
        FUNDER = "funder", _("Funder")

    relation = models.CharField(
        _("what it is to us"), max_length=12, choices=Relation.choices, default=Relation.PARTNER
    )
    organisation = organisation_field()
    website = models.URLField(
        _("website"), blank=True, help_text=_("If Nebe does not know the organisation.")
    )

    content_panels = panels(
        FieldPanel("relation"), FieldPanel("organisation"), FieldPanel("website")
    )
    translatable_fields = fields(shared=("relation", "organisation", "website"))
    template = "newsroom/organisation.html"
    parent_page_types = ["nebe_newsroom.Section"]
    subpage_types = BELOW

    class Meta:
        verbose_name = _("page of an organisation")
        verbose_name_plural = _("pages of organisations")

    def save(self, *args, **kwargs):
        """Whose part begins here is not for its editors to change."""
        from ..parts.reading import part_with_page

        if part := part_with_page(self):
            self.organisation = part.organisation
        super().save(*args, **kwargs)

    @property
    def known(self) -> Organisation | None:
        """The organisation of Nebe, while it is active."""
        found = self.organisation
        return found if found and found.status == Organisation.Status.ACTIVE else None

    @property
    def organisation_slug(self) -> str:
        return self.known.slug if self.known else ""

    @property
    def address_of_site(self) -> str:
        return self.website or (self.known.website if self.known else "")

    @classmethod
    def filters(cls) -> list[Filter]:
        return [Filter("relation", _("Kind"), cls.Relation.choices)]

    def own_facets(self) -> list[tuple[str, str]]:
        slug = self.organisation_slug
        return [("relation", self.relation), *([("organisation", slug)] if slug else [])]

    def structured(self) -> dict:
        about = {"@type": "Organization", "name": self.title, "url": self.address_of_site}
        return {"mainEntity": {name: value for name, value in about.items() if value}}
