"""What an editor may put on a page: few blocks, no markup, no embeds."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

INLINE = ["bold", "italic", "link"]
OWN_WORDS = _("Empty: as the media library says it in the language of the page.")


class AddressBlock(blocks.FieldBlock):
    """Where a link leads: https://…, mailto:…, tel:…, or a path of this site without language."""

    def __init__(self, required=True, help_text=None, **kwargs):
        self.field = forms.CharField(
            required=required,
            help_text=help_text or _("/contact/ for a page of this site, or https://…"),
            max_length=300,
            validators=[
                RegexValidator(
                    r"^(/(?!/)|https://|mailto:|tel:)",
                    _("Begin with / for a page of this site, or with https://, mailto: or tel:."),
                )
            ],
        )
        super().__init__(**kwargs)


class LinkBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("text"), max_length=80)
    address = AddressBlock(label=_("address"))

    class Meta:
        icon = "link"
        label = _("link button")
        template = "newsroom/blocks/link.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("text"))
    author = blocks.CharBlock(label=_("author"), required=False)

    class Meta:
        icon = "openquote"
        label = _("quote")
        template = "newsroom/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("what the image shows"),
        required=False,
        help_text=OWN_WORDS,
    )

    class Meta:
        icon = "image"
        label = _("image")
        template = "newsroom/blocks/picture.html"


BODY = [
    (
        "heading",
        blocks.CharBlock(label=_("heading"), icon="title", template="newsroom/blocks/heading.html"),
    ),
    ("paragraph", blocks.RichTextBlock(label=_("paragraph"), features=INLINE)),
    (
        "list",
        blocks.ListBlock(
            blocks.CharBlock(label=_("item")),
            label=_("list"),
            icon="list-ul",
            template="newsroom/blocks/list.html",
        ),
    ),
    ("picture", PictureBlock()),
    ("quote", QuoteBlock()),
    (
        "call_out",
        blocks.TextBlock(
            label=_("call-out"), icon="warning", template="newsroom/blocks/call_out.html"
        ),
    ),
    ("link", LinkBlock()),
]
