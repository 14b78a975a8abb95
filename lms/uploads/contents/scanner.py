"""The virus scanner clamd, asked over TCP or a socket (INSTREAM); nothing where no address is configured.

The protocol: `zINSTREAM`, then each piece with its length in four bytes, then a length of nought; one line comes back,
`stream: OK` or `stream: NAME FOUND`.
"""

import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

PORT = 3310
PATIENCE = 30  # seconds that one answer may take
PIECE = 64 * 1024


class ScannerAway(Exception):
    """The scanner did not answer, or not in a way that we know: the file is not checked."""


@dataclass(frozen=True)
class ScanResult:
    """What the scanner said; `virus` is empty where it found none."""

    virus: str


def is_configured() -> bool:
    """Whether there is a scanner to ask."""
    return bool(current_app.config["CLAMD_URL"])


def scan(path: Path) -> ScanResult:
    """Have a file looked at; ScannerAway where there is no answer."""
    try:
        with _line() as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            said = _answer(line)
    except OSError as fault:
        raise ScannerAway(str(fault)) from fault
    if said == "stream: OK":
        return ScanResult("")
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return ScanResult(said.removeprefix("stream: ").removesuffix(" FOUND"))
    raise ScannerAway(said)


def ping() -> None:
    """Ask whether it is there; ScannerAway where it is not."""
    try:
        with _line() as line:
            line.sendall(b"zPING\0")
            said = _answer(line)
    except OSError as fault:
        raise ScannerAway(str(fault)) from fault
    if said != "PONG":
        raise ScannerAway(said)


def _line() -> socket.socket:
    address = urlsplit(current_app.config["CLAMD_URL"])
    if address.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        line.connect(address.path)
        return line
    return socket.create_connection((address.hostname or "", address.port or PORT), PATIENCE)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < PIECE:
        piece = line.recv(PIECE)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
