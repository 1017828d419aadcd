"""An address that somebody typed is asked with care: no private network, no long wait, nothing huge, nothing unpacked."""

import gzip
import socket
from ipaddress import ip_address

import pytest

from tests.booking.calendar_site import CALENDAR, a_site
from waylight.booking.outside import fetch
from waylight.booking.outside.fetch import CannotFetch

OURS = ip_address("127.0.0.1")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with a_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def site(running, monkeypatch):
    """The site, whose certificate is trusted, and which counts as public. All else is as it is for everybody."""
    strict = fetch.is_public
    monkeypatch.setenv("SSL_CERT_FILE", str(running.authority))
    monkeypatch.setattr(fetch, "is_public", lambda address: address == OURS or strict(address))
    monkeypatch.setattr(socket, "getaddrinfo", book_of({"localhost": ["127.0.0.1"]}))
    running.pages.clear()
    running.asked.clear()
    return running


def book_of(names: dict[str, list[str]]):
    """A name server that knows these, and addresses as the system does."""
    system = socket.getaddrinfo

    def look_up(host, port, *args, **options):
        return [row for one in names.get(host, [host]) for row in system(one, port, *args, **options)]

    return look_up


def problem(address: str, **options) -> str:
    with pytest.raises(CannotFetch) as refusal:
        fetch.fetch(address, **options)
    return refusal.value.problem


def test_a_calendar_is_fetched_by_its_name(site):
    assert fetch.fetch(site.says("/busy.ics?key=a%2Fb")) == CALENDAR
    assert site.asked == [("/busy.ics?key=a%2Fb", site.address.removeprefix("https://"))]


def test_a_calendar_in_pieces_is_put_together(site):
    def answer(asked):
        asked.send_response(200)
        asked.send_header("Content-Type", "text/calendar; charset=utf-8")
        asked.send_header("Transfer-Encoding", "chunked")
        asked.end_headers()
        for start in range(0, len(CALENDAR), 50):
            piece = CALENDAR[start : start + 50]
            asked.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        asked.wfile.write(b"0\r\n\r\n")

    site.pages["/pieces.ics"] = answer
    assert fetch.fetch(site.address + "/pieces.ics") == CALENDAR


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("webcal://cal.example.org/a.ics", "https://cal.example.org/a.ics"),
        (" WEBCALS://cal.example.org/a.ics ", "https://cal.example.org/a.ics"),
        ("https://cal.example.org/a.ics?k=1", "https://cal.example.org/a.ics?k=1"),
    ],
)
def test_an_address_is_written_as_it_is_asked(typed, asked):
    assert fetch.normalised(typed) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "http://cal.example.org/a.ics",
        "file:///etc/passwd",
        "ftp://cal.example.org/a.ics",
        "gopher://cal.example.org/",
        "https:///a.ics",
        "https://",
        "cal.example.org/a.ics",
        "https://eva:secret@cal.example.org/a.ics",
        "https://cal.example.org:0/a.ics",
        "https://cal.example.org:99999/a.ics",
        "https://cal.example.org/a b.ics",
        "https://cal.example.org/\r\nX-Header: 1",
        "https://[::1/a.ics",
        f"https://cal.example.org/{'a' * 2000}",
        f"https://{'a' * 70}.example.org/",
    ],
)
def test_only_plain_https_is_asked(typed):
    with pytest.raises(CannotFetch, match="address"):
        fetch.normalised(typed)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.100.100.200", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:1::1",
        "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "100::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_known(address):
    assert not fetch.is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "2001:4860::8888"]
)
def test_an_address_of_the_open_internet_is_let_through(address):
    assert fetch.is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]",
     "169.254.169.254", "[fd00:ec2::254]", "0", "10.0.0.1"],
)  # fmt: skip
def test_a_private_network_is_not_asked_however_it_is_written(host):
    assert problem(f"https://{host}/latest/meta-data/") == "private"


def test_a_name_that_stands_for_a_private_address_is_not_asked(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", book_of({"cal.example.org": ["10.0.0.7"]}))
    assert problem("https://cal.example.org/a.ics") == "private"


def test_one_private_address_among_several_is_enough(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", book_of({"cal.example.org": ["93.184.216.34", "10.0.0.7"]}))
    assert problem("https://cal.example.org/a.ics") == "private"


def test_a_second_answer_of_the_name_server_changes_nothing(site, monkeypatch):
    """It says a public address when it is asked first, and a private one ever after: the first is the one that is reached."""
    answers = iter([["127.0.0.1"], ["127.0.0.9"]])
    system = socket.getaddrinfo

    def look_up(host, port, *args, **options):
        if host != "localhost":
            return system(host, port, *args, **options)
        return [row for one in next(answers) for row in system(one, port, *args, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert fetch.fetch(site.says("/a.ics")) == CALENDAR
    assert next(answers) == ["127.0.0.9"]  # nobody asked again


def test_the_certificate_must_be_of_the_name_that_was_typed(site, monkeypatch):
    port = site.address.rpartition(":")[2]
    monkeypatch.setattr(socket, "getaddrinfo", book_of({"other.example.org": ["127.0.0.1"]}))
    site.says("/a.ics")
    assert problem(f"https://other.example.org:{port}/a.ics") == "no answer"
    assert site.asked == []


def test_a_certificate_that_nobody_vouches_for_is_not_believed(site, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    assert problem(site.says("/a.ics")) == "no answer"


def test_a_redirect_is_followed_three_times_and_no_more(site):
    site.says("/end.ics")
    site.leads("/2", "/end.ics")
    site.leads("/1", f"{site.address}/2")
    assert fetch.fetch(site.leads("/0", "/1")) == CALENDAR
    assert problem(site.leads("/more", "/0")) == "redirects"


@pytest.mark.parametrize(
    ("onward", "why"),
    [
        ("https://127.0.0.2/a.ics", "private"),
        ("https://169.254.169.254/latest/", "private"),
        ("https://[::ffff:10.0.0.1]/", "private"),
        ("http://localhost/a.ics", "address"),
        ("file:///etc/passwd", "address"),
        ("//2130706434/", "private"),
        ("https://[", "address"),
    ],
)
def test_a_redirect_is_looked_at_like_the_first_address(site, onward, why):
    assert problem(site.leads("/away", onward)) == why


def test_a_huge_calendar_is_refused_before_it_is_read(site):
    assert problem(site.says("/huge.ics", Content_Length=str(fetch.LARGEST + 1))) == "too big"


def test_a_calendar_without_end_is_refused_at_the_limit(site):
    def answer(asked):
        asked.send_response(200)
        asked.send_header("Content-Type", "text/calendar")
        asked.end_headers()
        asked.wfile.write(b"BEGIN:VCALENDAR\r\n")
        while not site.closing.is_set():
            asked.wfile.write(b"X" * 65536)

    site.pages["/endless.ics"] = answer
    assert problem(site.address + "/endless.ics") == "too big"


@pytest.mark.parametrize("part", ["head", "body"])
def test_an_answer_that_drips_is_left_after_the_time_for_all_of_it(site, part):
    """Each drop comes soon, so a limit for each reading alone would wait for ever."""

    def answer(asked):
        if part == "body":
            asked.send_response(200)
            asked.send_header("Content-Type", "text/calendar")
            asked.end_headers()
        while not site.closing.wait(0.02):
            asked.wfile.write(b"X")
            asked.wfile.flush()

    site.pages["/slow.ics"] = answer
    assert problem(site.address + "/slow.ics", patience=0.5) == "too slow"


def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch):
    import threading

    asleep = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: asleep.wait(30) and [])
    assert problem("https://cal.example.org/a.ics", patience=0.2) == "too slow"
    asleep.set()


def test_nothing_is_unpacked(site):
    packed = gzip.compress(CALENDAR + b"X" * 10_000_000)
    assert problem(site.says("/bomb.ics", packed, Content_Encoding="gzip")) == "not a calendar"
    assert problem(site.says("/plain.ics", packed)) == "not a calendar"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<!doctype html><title>Sign in</title>", "text/html"),
        (b"<!doctype html><title>Sign in</title>", "text/calendar"),
        (CALENDAR, "text/html"),
        (CALENDAR, "image/png"),
        (b"", "text/calendar"),
        (CALENDAR.partition(b"END:VCALENDAR")[0], "text/calendar"),
    ],
)
def test_what_is_not_a_whole_calendar_is_refused(site, body, kind):
    assert problem(site.says("/odd", body, Content_Type=kind)) == "not a calendar"


@pytest.mark.parametrize(
    "kind", ["text/calendar; charset=utf-8", "TEXT/CALENDAR", "text/plain", "application/octet-stream"]
)
def test_a_calendar_is_known_by_its_first_line_whatever_it_is_called(site, kind):
    assert fetch.fetch(site.says("/a.ics", b"\xef\xbb\xbf" + CALENDAR, Content_Type=kind)).endswith(CALENDAR)


def test_a_calendar_that_breaks_off_is_refused(site):
    """Half a calendar would make the other half free."""
    assert problem(site.says("/half.ics", Content_Length=str(len(CALENDAR) + 100))) == "no answer"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 500, 204])
def test_an_address_that_does_not_work_is_said_so(site, status):
    assert problem(site.says("/gone.ics", b"", status=status)) == "refused"


def test_nobody_at_the_address_is_said_so(site):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert problem(f"https://localhost:{port}/a.ics") == "no answer"
