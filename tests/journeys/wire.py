"""The line between a browser and the practice, which a test can cut or leave hanging: then workers get nothing either."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Wire:
    """Answers at `address` with whatever the practice there answers, until it is cut."""

    def __init__(self, practice: str) -> None:
        self.there = ("127.0.0.1", urlsplit(practice).port)
        self.open: list[socket.socket] = []
        self.hangs = False
        self.listener = self.listen(0)
        self.port = self.listener.getsockname()[1]
        self.address = f"http://localhost:{self.port}"

    def listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.accept, args=[listener], daemon=True).start()
        return listener

    def accept(self, listener: socket.socket) -> None:
        with suppress(OSError):  # closed: the line was cut
            while True:
                near, _ = listener.accept()
                if self.hangs:
                    self.open.append(near)
                    continue
                far = socket.create_connection(self.there)
                self.open += [near, far]
                for start, end in ((near, far), (far, near)):
                    threading.Thread(target=carry, args=[start, end], daemon=True).start()

    def cut(self) -> None:
        end(self.listener, *self.open)
        self.open.clear()

    def hang(self) -> None:
        """One bar of signal: the line is taken, and nothing comes."""
        self.hangs = True
        end(*self.open)
        self.open.clear()

    def mend(self) -> None:
        self.listener = self.listen(self.port)


def end(*sockets: socket.socket) -> None:
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()


def carry(start: socket.socket, end: socket.socket) -> None:
    with suppress(OSError):
        while data := start.recv(65_536):
            end.sendall(data)
        end.shutdown(socket.SHUT_WR)
