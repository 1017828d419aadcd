"""Public pages, compressed once and kept. A private page never comes here: the length of a compressed answer that holds a
secret can give the secret away (BREACH).
"""

import gzip
from dataclasses import dataclass

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

QUICK, SMALLEST = 5, 11  # brotli's qualities: a page of help in a fifth of a millisecond, or a tenth smaller


@dataclass(frozen=True)
class Packed:
    """A page as it is, and as brotli makes it smaller."""

    plain: bytes
    br: bytes


def pack(text: str, quality: int = SMALLEST) -> Packed:
    plain = text.encode()
    return Packed(plain, squeeze(plain, quality))


def squeeze(content: bytes, quality: int = SMALLEST) -> bytes:
    """As small as brotli can: for what is written once and read often."""
    return brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality)


def unpack(content: bytes) -> bytes:
    return brotli.decompress(content)


def squeeze_for_old_browsers(content: bytes) -> bytes:
    """With gzip; the same content always gives the same bytes."""
    return gzip.compress(content, 9, mtime=0)


def answer(request: HttpRequest, page: Packed) -> HttpResponse:
    """The page in the form that this browser reads."""
    response = HttpResponse(page.plain)
    if _reads_brotli(request):
        response = HttpResponse(page.br, headers={"Content-Encoding": "br"})
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _reads_brotli(request: HttpRequest) -> bool:
    accepted = (
        part.replace(" ", "").split(";") for part in request.headers.get("Accept-Encoding", "").split(",")
    )
    return any(name == "br" and options not in (["q=0"], ["q=0.0"]) for name, *options in accepted)
