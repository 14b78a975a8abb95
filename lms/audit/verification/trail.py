"""The whole audit trail verified: its chain, its seals, and the records that it tells of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from lms.audit.ports import CheckToken, SealIssuer
from lms.audit.queries import ChainReport, hashes_at, last_sealed, moment_of, verify_chain
from lms.audit.rules import FIRST
from lms.audit.seals import seal_file
from lms.audit.seals.seal import CheckedToken, HeldSeal, Seal, Vouching, as_data, from_data
from lms.audit.seals.seal_file import SealLine, SealLines
from lms.audit.verification.judging import ChainSeen, SealsJudged, judge, overdue
from lms.audit.verification.records import RecordsCompared, compare_all
from lms.ports import AuditedRecords

NO_FILE = (
    "There is no seal at all in {path}: nothing outside the database vouches for the trail. "
    "Start the worker, which makes one within a minute; if there were seals before, bring the file back."
)


@dataclass(frozen=True)
class GivenSeal:
    """A seal from elsewhere: where it was found, and its signed form, or what it says where it has none."""

    where: str
    token: str | None  # neither: it is named, but not there
    unsigned: Seal | None = None


@dataclass(frozen=True)
class Gathered:
    """What was read of the trail, and the seals that were found."""

    chain: ChainReport
    seen: ChainSeen
    file: SealLines
    held: Sequence[HeldSeal]  # of the file
    others: Sequence[HeldSeal] = ()
    unread: Sequence[str] = ()  # places of seals that could not be read, or are not there
    published: int = 0  # seals that are named in what the site publishes
    read_from: int = 1  # the first entry that was read


@dataclass(frozen=True)
class TrailReport:
    """How the trail stands, what it was compared with, and what was not."""

    read: Gathered
    seals: SealsJudged
    records: tuple[RecordsCompared, ...] | None  # none: they were not compared
    faults: tuple[str, ...] = ()  # every one, in words

    @property
    def holds(self) -> bool:
        """Whether everything that was compared fits together."""
        return not self.faults


def verify_trail(
    session: Session,
    folder: Path,
    issuer: SealIssuer | None,
    *,
    kinds: Iterable[AuditedRecords],
    given: Sequence[GivenSeal] = (),
    now: datetime,
) -> TrailReport:
    """Read everything: the chain, the seals of the instance, those that are published or `given`, and all records."""
    path = seal_file.path_in(folder)
    file = seal_file.read(path)
    check = issuer.checker(session) if issuer else nobody_vouches
    held = [seal_of_line(line, check, f"line {line.number} of the file") for line in file.lines]
    published = [GivenSeal(one.where, one.token) for one in issuer.published(session)] if issuer else []
    others, unread = opened([*published, *given], check)
    chain = verify_chain(session, {one.seal.entries for one in (*held, *others)})
    seen = ChainSeen(last_sealed(session)[0], chain.entries, {0: FIRST, **chain.hashes})
    gathered = Gathered(chain, seen, file, held, others, unread, len(published))
    records = tuple(compare_all(session, kinds))
    return put_together(session, gathered, records, seals_missing(gathered, path), issuer, now=now)


def verify_end(
    session: Session, folder: Path, issuer: SealIssuer | None, *, whole: int, last: int, now: datetime
) -> TrailReport:
    """What can be told quickly: the newest seals, and the `last` entries; of at most `whole` entries all are read."""
    path = seal_file.path_in(folder)
    file = seal_file.tail(path)
    check = issuer.checker(session) if issuer else nobody_vouches
    held = [seal_of_line(line, check, "the file") for line in file.lines]
    newest = last_sealed(session)[0]
    after = 0 if newest <= whole else newest - last
    before = hashes_at(session, [after]).get(after, "") if after else FIRST
    numbers = {one.seal.entries for one in held}
    chain = verify_chain(session, numbers, after=after, last=before)
    earlier = hashes_at(session, [number for number in numbers if number <= after])
    seen = ChainSeen(newest, chain.entries, {0: FIRST, **earlier, **chain.hashes})
    gathered = Gathered(chain, seen, file, held, read_from=after + 1)
    return put_together(session, gathered, None, seals_missing(gathered, path), issuer, now=now)


def seals_missing(read: Gathered, path: Path) -> str | None:
    """What is wrong where entries were sealed and no seal is kept."""
    return NO_FILE.format(path=path) if read.seen.entries and not read.held else None


def put_together(
    session: Session,
    read: Gathered,
    records: tuple[RecordsCompared, ...] | None,
    missing: str | None,
    issuer: SealIssuer | None,
    *,
    now: datetime,
) -> TrailReport:
    """The report, with everything that does not hold in words."""
    judged, fault = judge(read.held, read.others, read.seen), read.chain.fault
    faults = [f"The chain breaks at entry {fault.number}: {fault.reason}."] if fault else []
    faults += judged.faults
    if missing is not None:
        faults.append(missing)
    elif not faults:
        oldest = moment_of(session, judged.signed_until + 1)
        since = issuer.signs_since(session) if issuer else None
        late = overdue(judged, read.seen, since=since, oldest=oldest, now=now)
        faults += [late] if late else []
    for one in records or ():
        faults += one.faults
        if one.more:
            faults.append(f"{one.title}: {one.more} more that do not fit.")
    return TrailReport(read, judged, records, tuple(dict.fromkeys(faults)))


def seal_of_line(line: SealLine, check: CheckToken, where: str) -> HeldSeal:
    """A line of the file with who vouches for it; one that says other than what was signed is broken."""
    if line.token is None:
        return HeldSeal(where, line.seal, Vouching.UNSIGNED)
    found = check(line.token)
    same = found.content == as_data(line.seal)
    return HeldSeal(where, line.seal, found.vouching if same else Vouching.BROKEN)


def opened(seals: Iterable[GivenSeal], check: CheckToken) -> tuple[list[HeldSeal], list[str]]:
    """The seals of elsewhere, and the places of those that cannot be read."""
    held, unread = [], []
    for one in seals:
        if one.unsigned is not None:
            held.append(HeldSeal(one.where, one.unsigned, Vouching.UNSIGNED))
            continue
        found = check(one.token) if one.token is not None else None
        try:
            if found is None:
                raise ValueError("it is not there")
            held.append(HeldSeal(one.where, from_data(found.content), found.vouching))
        except ValueError:
            unread.append(one.where)
    return held, unread


def nobody_vouches(_token: str) -> CheckedToken:
    """Where no package brings keys, no signature can be told from another."""
    return CheckedToken(Vouching.BROKEN, None)
