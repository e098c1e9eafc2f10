"""Lots, documents and awards of a tender as structured data."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

# Codes of OCDS (documentType.csv).
DOCUMENT_KINDS = [
    ("tenderNotice", _("notice")),
    ("biddingDocuments", _("bidding documents")),
    ("technicalSpecifications", _("technical specification")),
    ("evaluationCriteria", _("how bids are compared")),
    ("contractDraft", _("draft of the contract")),
    ("awardNotice", _("notice of the award")),
    ("evaluationReports", _("report on the comparison")),
]


def amount(label, **kwargs):
    return blocks.DecimalBlock(label=label, max_digits=12, decimal_places=2, min_value=0, **kwargs)


class LotBlock(blocks.StructBlock):
    number = blocks.CharBlock(label=_("number"), max_length=10)
    title = blocks.CharBlock(label=_("title"), max_length=200)
    text = blocks.TextBlock(label=_("what is bought"), required=False)
    amount = amount(_("expected value without tax"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("lot")


class DocumentValue(blocks.StructValue):
    @property
    def url(self) -> str:
        """Where it is read: a file of ours, or elsewhere."""
        from .downloads import download_address

        return download_address(self["file"]) if self.get("file") else self.get("address") or ""


class DocumentBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=200)
    kind = blocks.ChoiceBlock(label=_("kind"), choices=DOCUMENT_KINDS)
    file = SnippetChooserBlock("nebe_newsroom.Download", label=_("file"), required=False)
    address = blocks.URLBlock(
        label=_("address"), required=False, help_text=_("Only of what is kept elsewhere.")
    )

    class Meta:
        icon = "doc-full"
        label = _("document")
        value_class = DocumentValue

    def clean(self, value):
        value = super().clean(value)
        if bool(value["file"]) == bool(value["address"]):
            error = ValidationError(_("Choose a file, or write an address."))
            raise blocks.StructBlockValidationError(block_errors={"file": error})
        return value


class AwardBlock(blocks.StructBlock):
    lot = blocks.CharBlock(
        label=_("number of the lot"),
        required=False,
        max_length=10,
        help_text=_("Empty where there are no lots."),
    )
    supplier = blocks.CharBlock(label=_("supplier"), max_length=200)
    registration_number = blocks.CharBlock(
        label=_("registration number"), required=False, max_length=40
    )
    amount = amount(_("price without tax"))
    decided_on = blocks.DateBlock(label=_("decided on"))
    reason = blocks.TextBlock(label=_("why this supplier"))

    class Meta:
        icon = "pick"
        label = _("award")


LOTS = [("lot", LotBlock())]
DOCUMENTS = [("document", DocumentBlock())]
AWARDS = [("award", AwardBlock())]
