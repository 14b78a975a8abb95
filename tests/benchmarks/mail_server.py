"""A mail server in a process of its own: says its port, and after a line how many letters it took."""

import sys

from tests.lms.mail.server import Server


def main() -> None:
    """Serve until a line comes."""
    server = Server("8BITMIME")
    print(server.port, flush=True)
    sys.stdin.readline()
    print(len(server.letters), flush=True)
    server.go()


if __name__ == "__main__":
    main()
