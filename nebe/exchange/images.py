"""Pictures of an offer: drawn anew, so that nothing but the picture itself is kept."""

import io
import uuid
import warnings

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .models import Offer, OfferImage

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 1600
MAX_COUNT = 6


class ImageRefused(Exception):
    """`message` says to the person why and what to do."""

    def __init__(self, message: str):
        self.message = message
        super().__init__(message)


def image_clean(upload: UploadedFile, *, heic: bool = False) -> bytes:
    """The picture as WebP, at most `MAX_SIDE` pixels a side, turned upright, without metadata.

    `heic`: as many phones take them, too. The file's name and type as sent are never used. Raises
    `ImageRefused`.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise ImageRefused(_("This picture is too big. Please choose one under 10 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redraw(upload, _formats(heic=heic))
    except ImageRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageRefused(
            _("This file is not a picture we can show. Please choose a JPEG, PNG or WebP picture.")
        ) from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise ImageRefused(_("This picture is damaged. Please choose another one.")) from None


def _formats(*, heic: bool) -> tuple[str, ...]:
    if not heic:
        return FORMATS
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
    return (*FORMATS, "HEIF")


def _redraw(upload: UploadedFile, formats: tuple[str, ...]) -> bytes:
    upload.seek(0)
    with Image.open(upload, formats=formats) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ImageRefused(_("This picture has too many pixels. Please choose a smaller one."))
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((MAX_SIDE, MAX_SIDE))
        mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
        clean = Image.new(mode, upright.size)
        clean.paste(upright.convert(mode))
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=80, method=4)
    return out.getvalue()


def image_add(*, offer: Offer, image: bytes) -> OfferImage:
    """Keep a picture made by `image_clean` under a name of its own."""
    file = ContentFile(image, name=f"{uuid.uuid4().hex}.webp")
    return OfferImage.objects.create(offer=offer, position=offer.images.count(), file=file)
