"""E-mail addresses that are probably mistyped: their domain is one letter away from one that many use."""

from collections import Counter
from collections.abc import Collection, Iterable

COMMON = frozenset({
    "aol.com", "gmail.com", "gmx.com", "gmx.net", "googlemail.com", "hotmail.com", "hotmail.fr", "icloud.com",
    "laposte.net", "live.com", "live.fr", "mail.com", "msn.com", "orange.fr", "outlook.com", "outlook.fr", "proton.me",
    "protonmail.com", "sapo.pt", "wanadoo.fr", "yahoo.co.uk", "yahoo.com", "yahoo.fr", "ymail.com",
})  # fmt: skip
USED = 2  # addresses of accounts, from which on a domain counts as known
SHORTEST = 6  # letters of a domain; of shorter ones half the world is one letter away


def domain_of(email: str) -> str:
    """What stands behind the @, in small letters; nothing where there is none."""
    return email.rpartition("@")[2].casefold() if "@" in email else ""


def known_domains(emails: Iterable[str]) -> frozenset[str]:
    """The domains that many people have, and those that more than one of these addresses has."""
    counted = Counter(domain_of(one) for one in emails)
    return COMMON | {domain for domain, many in counted.items() if domain and many >= USED}


def one_letter_apart(first: str, second: str) -> bool:
    """Whether one becomes the other by one letter more, less or other, or by two neighbours that change places."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    begin = 0
    while begin < min(len(first), len(second)) and first[begin] == second[begin]:
        begin += 1
    one, other = first[begin:], second[begin:]
    if len(one) == len(other):
        swapped = one[:2] == other[:2][::-1] and one[2:] == other[2:]
        return one[1:] == other[1:] or swapped
    return one[1:] == other if len(one) > len(other) else one == other[1:]


def suggested(email: str, domains: Collection[str]) -> str | None:
    """The address that was probably meant; nothing if the domain is known, or like none that is."""
    name, _at, domain = email.rpartition("@")
    domain = domain.casefold()
    if len(domain) < SHORTEST or domain in domains:
        return None
    near = sorted(one for one in domains if len(one) >= SHORTEST and one_letter_apart(domain, one))
    return f"{name}@{near[0]}" if near else None
