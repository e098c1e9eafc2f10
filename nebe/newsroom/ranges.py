"""Parts of a file, as players ask for them (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

RANGE = re.compile(r"bytes=(\d*)-(\d*)")
CHUNK = 64 * 1024


def part_of(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of one range; None for the whole file.

    Raises ValueError for a range that the file does not have. Several ranges at once, or words
    that are none, are answered with the whole, as the standard allows.
    """
    found = RANGE.fullmatch(header.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
        if int(last) == 0:
            raise ValueError(header)
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    if start > end or start >= size:
        raise ValueError(header)
    return start, end


def file_response(
    request: HttpRequest, file: Any, *, size: int, media_type: str, etag: str
) -> HttpResponseBase:
    """200, 206 or 416; `file` is open and closed by the response."""
    header = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        header = ""
    try:
        part = part_of(header, size)
    except ValueError:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part is None:
        response: HttpResponseBase = FileResponse(file, content_type=media_type)
        length = size
    else:
        start, end = part
        response = StreamingHttpResponse(
            chunks(file, start, end - start + 1), status=206, content_type=media_type
        )
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
        length = end - start + 1
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def chunks(file: Any, start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (data := file.read(min(CHUNK, length))):
            length -= len(data)
            yield data
