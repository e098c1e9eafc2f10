"""Pictures are drawn anew; whatever else a file carries or pretends to be stays out."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nebe.exchange.images import MAX_BYTES, MAX_SIDE, ImageRefused, image_add, image_clean


def upload(content: bytes, name="photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def jpeg(size=(60, 40), exif=None, form="JPEG") -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, "red")
    image.save(out, form, **({"exif": exif} if exif else {}))
    return out.getvalue()


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "Camera of Petr"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (49.0, 44.0, 50.0)
    return jpeg(exif=exif)


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 pixels square."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_it_works(form):
    with Image.open(io.BytesIO(image_clean(upload(jpeg(form=form))))) as image:
        assert image.format == "WEBP"
        assert image.size == (60, 40)


def test_where_and_by_whom_it_was_taken_is_gone_and_it_stands_upright():
    clean = image_clean(upload(with_gps()))
    assert b"Petr" not in clean
    assert b"Exif" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert not image.getexif()
        assert image.size == (40, 60)


def test_a_big_picture_is_made_smaller():
    with Image.open(io.BytesIO(image_clean(upload(jpeg((3200, 800)))))) as image:
        assert image.size == (MAX_SIDE, MAX_SIDE // 4)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"GIF89a" + b"\0" * 40,
        jpeg(form="TIFF"),
        jpeg(form="BMP"),
        jpeg()[:200],
        bomb(),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    ],
    ids=["empty", "svg", "pdf", "gif", "tiff", "bmp", "cut", "bomb", "broken png"],
)
def test_everything_else_is_refused_with_words(content):
    with pytest.raises(ImageRefused) as refused:
        image_clean(upload(content))
    assert "picture" in refused.value.message


def test_a_file_that_is_too_big_is_not_even_opened():
    with pytest.raises(ImageRefused, match="10 MB"):
        image_clean(upload(b"x" * (MAX_BYTES + 1)))


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_name_of_the_file_is_never_used(make_offer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = image_clean(upload(jpeg(), name="../../../etc/passwd\0.jpg"))
    row = image_add(offer=make_offer(), image=picture)
    assert row.file.name.startswith("offers/")
    assert "passwd" not in row.file.name
    assert (row.width, row.height) == (60, 40)
    assert [path.suffix for path in tmp_path.rglob("*.*")] == [".webp"]
