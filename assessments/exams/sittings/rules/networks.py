"""The networks of a room: addresses in CIDR notation, one a line, and whether a device is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

MOST = 20


@dataclass(frozen=True)
class NetworkFault:
    """A line that names no network."""

    line: int
    text: str


def read_networks(text: str) -> tuple[list[str], list[NetworkFault]]:
    """The networks that were typed, one a line or with commas, and the lines that name none; a whole address is one."""
    found: list[str] = []
    faults = []
    for number, line in enumerate(text.splitlines(), start=1):
        for piece in filter(None, (piece.strip() for piece in line.split(","))):
            try:
                network = str(ip_network(piece, strict=False))
            except ValueError:
                faults.append(NetworkFault(number, piece[:60]))
            else:
                found += [] if network in found else [network]
    return found, faults


def is_in(address: str, networks: Iterable[str]) -> bool:
    """Whether an address is in one of these networks; where none are named every address is."""
    named = [ip_network(one) for one in networks]
    if not named:
        return True
    try:
        known = ip_address(address)
    except ValueError:
        return False
    plain = known.ipv4_mapped or known if isinstance(known, IPv6Address) else known
    return any(plain in one for one in named if one.version == plain.version)
