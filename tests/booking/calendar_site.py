"""A web site of our own, with https and a certificate of its own, for tests of how other people's calendars are fetched."""

import datetime as dt
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Elsewhere//EN\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:Dentist, the one by the harbour\r
DTSTART:20261126T100000Z\r
DTEND:20261126T110000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """Pages by path; what was asked is kept in `asked` as (path, Host)."""

    def __init__(self, port: int, authority: Path) -> None:
        self.address = f"https://localhost:{port}"
        self.authority = authority  # of the certificate: who trusts it, trusts the site
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        self.closing = threading.Event()

    def says(self, path: str, body: bytes = CALENDAR, *, status: int = 200, **headers: str) -> str:
        """Puts a page there; says its address. Headers as `Content_Type="text/html"`."""
        named = {"Content_Type": "text/calendar", "Content_Length": str(len(body))} | headers

        def answer(asked: BaseHTTPRequestHandler) -> None:
            asked.send_response(status)
            for name, value in named.items():
                asked.send_header(name.replace("_", "-"), value)
            asked.end_headers()
            asked.wfile.write(body)

        self.pages[path] = answer
        return self.address + path

    def leads(self, path: str, onward: str) -> str:
        return self.says(path, b"", status=302, Location=onward)


@contextmanager
def a_site(folder: Path) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers["Host"]))
            self.close_connection = True
            with suppress(OSError):  # whoever asked has gone away
                site.pages[self.path](self)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_asked: None  # whoever asked did not trust us
    site = Site(server.server_port, folder / "certificate.pem")
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(*a_certificate(folder))
    server.socket = secured.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def a_certificate(folder: Path) -> tuple[Path, Path]:
    """Of "localhost", by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return paths
