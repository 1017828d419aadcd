"""Log lines without personal data: no path, no query, no value, no message of an exception; never a crisis page."""

import logging
import traceback

QUIET = {
    "help-now",
    "leave",
    "now",
    "questions",
    "worker.js",
    "manifest.webmanifest",
}  # how their addresses begin


class PlainFormatter(logging.Formatter):
    """`time level logger: message`; a request is named by its route, an exception by its class and its lines of code.

    What an exception says may hold what somebody typed (a constraint's detail, a value that does not parse).
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        if hasattr(record, "request") or record.name.startswith("django."):
            record = logging.makeLogRecord(
                {**record.__dict__, "msg": _neutral(record), "args": (), "exc_text": None, "stack_info": None}
            )
        return super().format(record)

    def formatException(self, ei: tuple) -> str:  # noqa: N802
        kind, _error, trace = ei
        lines = "".join(traceback.format_list(traceback.extract_tb(trace)))
        return f"{lines}{kind.__module__}.{kind.__qualname__}"


class NotCrisis(logging.Filter):
    """Drops whatever would tell that somebody opened a crisis page."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        first = record.args[0] if isinstance(record.args, tuple) and record.args else ""
        path = getattr(request, "path", "") or str(first)
        return path.lstrip("/").replace("?", "/").partition("/")[0] not in QUIET


def _neutral(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    route = match.route if match else "an address that is not ours"
    status = getattr(record, "status_code", "")
    return (
        f"{getattr(request, 'method', '')} {route} {status}".strip()
        if request is not None
        else record.levelname
    )
