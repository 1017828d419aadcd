"""How an exercise is named in a client's address, where its own id would say in the browser's history what one works on."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.core.validators import slug_re


class Quiet:
    """An id of the library as letters that say nothing to whoever looks over a shoulder. It is no secret."""

    regex = r"[A-Za-z0-9_-]{4,90}"

    def to_python(self, value: str) -> str:
        """Raises ValueError for what is no id: then there is no such page."""
        found = urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode("ascii")
        if not slug_re.match(found):
            raise ValueError("Not an id")
        return found

    def to_url(self, value: str) -> str:
        return urlsafe_b64encode(value.encode()).decode().rstrip("=")
