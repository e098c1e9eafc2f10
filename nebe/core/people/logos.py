"""Logos of organisations: decoded, made small, written anew, so that nothing else comes along."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 20_000_000
SIDE = 400  # pixels, the longer side as shown
FORMATS = ["PNG", "JPEG", "WEBP"]


def logo_clean(upload) -> ContentFile:
    """A small WebP of the uploaded picture; raises ValidationError with what to do."""
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 5 MB. Choose a smaller one."))
    try:
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("The picture is too large. Choose a smaller one."))
            image.thumbnail((SIDE, SIDE))
            small = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("We cannot read this picture. Use PNG, JPEG or WebP.")) from error
    out = BytesIO()
    small.save(out, "WEBP", quality=85)
    return ContentFile(out.getvalue(), name="logo.webp")
