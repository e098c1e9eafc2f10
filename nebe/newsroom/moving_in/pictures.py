"""Files of the old site: from a folder, or asked of its own hosts, and of none else."""

import re
from pathlib import Path, PurePosixPath
from time import monotonic
from urllib.parse import unquote, urlsplit

import httpx
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_noop as _
from wagtail.images.fields import WagtailImageField

from ..editing.links import Unsafe, safe_address
from ..models import Picture
from ..models.pictures import LONGEST_WORDS
from .reasons import Told

TIMEOUT = httpx.Timeout(30, connect=8)
HEADERS = {"User-Agent": "Nebe moving in"}
SCALED = re.compile(r"-(\d+x\d+|scaled)(?=\.\w+$)")
HOPS = 3
LONGEST = 120  # seconds for one file


class NotTaken(Told):
    """Why a file was not taken."""


class Media:
    """`source` is a folder, or an address in whose place the old uploads are; empty for theirs."""

    def __init__(self, source: str, hosts: set[str]):
        is_web = source.startswith(("http://", "https://"))
        self.folder = Path(source).resolve() if source and not is_web else None
        self.base = source.rstrip("/") if is_web else ""
        self.hosts = {*hosts, urlsplit(self.base).hostname or ""} - {""}
        self.web = httpx.Client(timeout=TIMEOUT, headers=HEADERS, follow_redirects=False)

    def fetch(self, address: str) -> bytes:
        """Raises `NotTaken`."""
        if self.folder:
            return self.from_folder(address)
        if self.base:
            address = f"{self.base}/{below_uploads(address)}"
        try:
            return self.from_web(address, HOPS)
        except Unsafe as error:
            raise NotTaken(_("its address is not a safe one of the web")) from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise NotTaken(_("the old site did not answer")) from error

    def from_folder(self, address: str) -> bytes:
        assert self.folder
        path = unquote(below_uploads(address))
        for name in (path, PurePosixPath(path).name):
            found = (self.folder / name).resolve()
            if "\0" not in name and found.is_relative_to(self.folder) and found.is_file():
                if found.stat().st_size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
                    raise NotTaken(_("the file is too large"))
                return found.read_bytes()
        raise NotTaken(_("the file is not in the folder"))

    def from_web(self, address: str, hops: int) -> bytes:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.hostname not in self.hosts:
            raise NotTaken(_("it is not on the old site"))
        safe_address(address)
        with self.web.stream("GET", address) as answer:
            target = answer.headers.get("location")
            if not (answer.is_redirect and target and hops):
                return whole(answer)
        return self.from_web(str(httpx.URL(address).join(target)), hops - 1)


def whole(answer: httpx.Response) -> bytes:
    if answer.status_code != 200:
        raise NotTaken(_("the old site answered %(status)s"), status=answer.status_code)
    found, until = bytearray(), monotonic() + LONGEST
    for piece in answer.iter_bytes():
        found += piece
        if len(found) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            raise NotTaken(_("the file is too large"))
        if monotonic() > until:
            raise NotTaken(_("the old site was too slow"))
    return bytes(found)


def below_uploads(address: str) -> str:
    """`2020/05/a.jpg` of `https://old.example/wp-content/uploads/2020/05/a.jpg`."""
    return urlsplit(address).path.rpartition("/uploads/")[2].lstrip("/")


def unscaled(address: str) -> str:
    """Without host, size and query, so that each size of a picture is known as the same one."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    return SCALED.sub("", path)


def picture_make(*, name: str, content: bytes, title: str, shows: str, language: str) -> Picture:
    """Checked as if an editor had uploaded it; raises `NotTaken`. How it may be used nobody says.

    `shows` is in `language`.
    """
    upload = SimpleUploadedFile(PurePosixPath(unquote(name)).name[-100:], content)
    try:
        file = WagtailImageField().clean(upload)
    except ValidationError as error:
        raise NotTaken(" ".join(error.messages)) from error
    file.seek(0)
    return Picture.objects.create(
        title=title[:255] or upload.name,
        file=file,
        alternatives={language: shows[:LONGEST_WORDS]} if shows and language else {},
    )
