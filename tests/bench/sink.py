"""`python -m tests.bench.sink PORT`: takes mail, keeps nothing, and says how much it took when it ends."""

import signal
import socket
import socketserver
import sys
from typing import Any


class Talk(socketserver.StreamRequestHandler):
    """The least of RFC 5321 that a client needs."""

    taken = 0
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.say(b"220 sink")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"EHLO":
                self.say(b"250-sink\r\n250 PIPELINING")
            elif verb == b"DATA":
                self.say(b"354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                Talk.taken += 1
                self.say(b"250 taken")
            elif verb == b"QUIT":
                self.say(b"221 bye")
                return
            else:
                self.say(b"250 ok")

    def say(self, words: bytes) -> None:
        self.request.sendall(words + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    address_family = socket.AF_INET


def main() -> None:
    def end(*_signal: Any) -> None:
        print(Talk.taken, flush=True)
        raise SystemExit

    signal.signal(signal.SIGTERM, end)
    Sink(("127.0.0.1", int(sys.argv[1])), Talk).serve_forever()


if __name__ == "__main__":
    main()
