"""Counts the bytes of a first visit: the home page and all that it makes a browser fetch."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import django

LIMIT_KB = 100
LANGUAGES = ("en", "uk", "ar")
FETCHED_LINKS = {"stylesheet", "icon", "preload", "manifest", "modulepreload"}
CSS_ADDRESS = re.compile(r"""url\(\s*['"]?(?!data:|#)([^'")]+)""")


class Fetched(HTMLParser):
    """Addresses that a browser fetches by itself for a page."""

    def __init__(self):
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "link" and FETCHED_LINKS & set((attributes.get("rel") or "").split()):
            self.addresses.append(attributes["href"])
        elif tag in {"script", "img", "source", "iframe"} and attributes.get("src"):
            self.addresses.append(attributes["src"])


def visit(client, address: str) -> dict[str, int]:
    """Address → bytes on the wire, head and body, compressed as the server compresses."""
    sizes: dict[str, int] = {}
    waiting = [address]
    while waiting:
        path = waiting.pop(0)
        if path in sizes:
            continue
        response = client.get(path, headers={"accept-encoding": "gzip"})
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")
        body = b"".join(response) if response.streaming else response.content
        sizes[path] = len(body) + sum(len(f"{k}: {v}\r\n") for k, v in response.items())
        plain = client.get(path)
        text = b"".join(plain) if plain.streaming else plain.content
        waiting += [
            join(path, found) for found in addresses(response, text.decode("utf-8", "replace"))
        ]
    return sizes


def addresses(response, text: str) -> list[str]:
    kind = response["Content-Type"]
    if kind.startswith("text/html"):
        parser = Fetched()
        parser.feed(text)
        return [found for found in parser.addresses if not found.startswith("data:")]
    # Pictures and fonts of a stylesheet are fetched where they are used; all are counted.
    return CSS_ADDRESS.findall(text) if kind.startswith("text/css") else []


def join(page: str, address: str) -> str:
    parts = urlsplit(urljoin(page, address))
    if parts.netloc:
        raise RuntimeError(f"{page} fetches from another site: {address}")
    return parts.path + (f"?{parts.query}" if parts.query else "")


def measure() -> None:
    from django.test import Client

    print(f"| page | requests | kB (limit {LIMIT_KB}) | largest |\n|---|---|---|---|")
    for language in LANGUAGES:
        sizes = visit(Client(), f"/{language}/")
        largest = max(sizes, key=sizes.__getitem__)
        total = sum(sizes.values()) / 1000
        print(f"| /{language}/ | {len(sizes)} | {total:.1f} | {largest} |")


if __name__ == "__main__":
    django.setup()
    measure()
