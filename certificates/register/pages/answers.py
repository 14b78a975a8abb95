"""What the verification page says: an answer in words, and the facts to compare; here from the register."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import format_date

from certificates.credentials.queries.held import Earlier, HeldCredential
from certificates.credentials.rules.award import (
    AwardScope,
    Evidence,
    Genre,
    TaughtIn,
    Watched,
    percent_required,
    scope_of,
)
from certificates.credentials.rules.lifecycle import Changed, Standing, Visibility
from certificates.credentials.rules.taught_in import taught_from_data
from certificates.recognised.labels import topics_said
from certificates.register.labels import WHY
from lms.i18n import _
from lms.moments import said_moment
from lms.web.api import own_name

Row = tuple[str, str, str, str]  # of the table of checks: name, word, tone, note
BAD, WARN, OK = "bad", "warn", "ok"


@dataclass(frozen=True)
class Facts:
    """Who, what, by whom and how long, in the words of the page; an empty text is not shown."""

    name: str
    local_name: str
    achievement: str
    issued_by: str
    period: str
    number: str
    shown_by: str
    cohort: str = ""  # in which it was earned
    taught: tuple[str, ...] = ()  # where, when and by whom, a line each


@dataclass(frozen=True)
class Answer:
    """The answer to one check."""

    title: str
    text: str
    tone: str
    facts: Facts | None = None
    said_by_record: bool = False  # the facts are what the record says, not what the file shows
    rows: tuple[Row, ...] = ()
    newer: str | None = None  # the link of the version that replaced this one
    notes: tuple[str, ...] = field(default=())


def day(at: date) -> str:
    """A day in the language of the page."""
    return str(format_date(at, "long"))


def time(at: datetime) -> str:
    """A moment in the language of the page, by the clock of its reader."""
    return said_moment(at)


def why(change: Changed, *, with_words: bool = True) -> str:
    """The reason of an ending or a suspension in a sentence or two."""
    said = f"{WHY[change.reason]}." if change.reason else ""
    return f"{said} {change.words}".strip() if with_words else said


def shown_by_words(evidence: Sequence[Evidence]) -> str:
    """How it was shown, each piece of evidence after the other, and for what it certifies."""
    scope = scope_of(evidence)
    return "; ".join([*map(shown_words, evidence), *([scope_words(scope)] if scope else [])])


def shown_words(one: Evidence) -> str:
    """How one piece was shown, or that a panel decided."""
    if one.genre is Genre.PANEL:
        return _("%(panel)s, decided on %(day)s", panel=one.name, day=day(one.at))
    return supervised_words(one.name, one.watched)


def scope_words(scope: AwardScope) -> str:
    """For what somebody is certified."""
    languages = ", ".join(own_name(one) for one in scope.languages)
    said = ", ".join(filter(None, (topics_said(scope.topics), scope.grade, languages)))
    return _("certified for: %(scope)s", scope=said)


def cuts_named(evidence: Iterable[Evidence]) -> list[tuple[str, str]]:
    """The cut score behind each piece of evidence, and who set it and how, for managers; older evidence names none."""
    return [
        (f"{percent_required(one.cut)}\N{NO-BREAK SPACE}%", f"{one.standard.set_by} · {one.standard.method}")
        for one in evidence
        if one.standard is not None and one.cut is not None
    ]


def supervised_words(exam: str, watched: Watched | None) -> str:
    """How it was shown: supervised or not, or only by a trainer, is said in so many words."""
    match watched:
        case Watched.SUPERVISED:
            how = _("under supervision")
        case Watched.TRAINER:
            how = _("in the presence of their trainer")
        case Watched.NONE:
            how = _("without supervision")
        case None:
            return exam
    return f"{exam}, {how}" if exam else how


def period_words(begins: datetime, ends: datetime | None) -> str:
    """From when until when."""
    if ends is None:
        return _("%(begins)s, no end", begins=day(begins))
    return _("%(begins)s to %(ends)s", begins=day(begins), ends=day(ends))


def unknown() -> Answer:
    """Nothing that fits: said as such, never as revoked."""
    return Answer(
        _("No certificate found"),
        _(
            "We know no certificate with this number or in this file. Perhaps the number was "
            "typed wrong, or somebody else issued the certificate. This does not mean that it "
            "was revoked or that it is false."
        ),
        "",
    )


def of_standing(held: HeldCredential, earlier: list[Earlier], now: datetime) -> Answer:
    """What the register says of a certificate to a stranger, as its holder allows."""
    private = held.credential.visibility == Visibility.PRIVATE
    title, text, tone = standing_words(held, now, private=private)
    if private or held.standing(now) is Standing.MAKING:
        return Answer(title, text, tone, rows=(status_row(held, now),))
    return Answer(
        title,
        text,
        tone,
        facts=facts_of(held),
        rows=(status_row(held, now), (_("The file"), _("not checked"), "", _("Open the file to check it too."))),
        notes=tuple(
            _(
                "An older version, valid from %(day)s, was replaced: %(why)s",
                day=day(one.valid_from),
                why=why(one.ending) if one.ending else "",
            )
            for one in earlier
        ),
    )


def standing_words(held: HeldCredential, now: datetime, *, private: bool) -> tuple[str, str, str]:
    """Title, text and tone of how a certificate stands."""
    standing, ending = held.standing(now), held.ending
    if standing is Standing.MAKING:
        return _("This certificate is being created"), _("Load the page again in a minute."), "info"
    if ending is not None and standing is Standing.REVOKED:
        text = _("It is no longer valid. Reason: %(why)s", why=why(ending, with_words=not private))
        return _("This certificate was revoked on %(day)s", day=day(ending.at)), text, BAD
    if ending is not None:
        return _("This certificate was replaced on %(day)s", day=day(ending.at)), why(ending), WARN
    if held.suspension is not None:
        return suspended_words(held.suspension, private=private)
    if standing is Standing.NOT_YET:
        text = _("It is genuine, but valid only from %(day)s.", day=day(held.version.valid_from))
        return _("This certificate is not valid yet"), text, WARN
    if standing is Standing.EXPIRED and held.version.valid_until:
        title = _("This certificate was valid until %(day)s", day=day(held.version.valid_until))
        return title, _("It is genuine, but no longer valid. Expired does not mean false."), WARN
    if private:
        title = _("Valid, to the person named on the paper")
        return title, _("Its holder shows no more here. Compare the paper with the identity document."), OK
    return (
        _("This certificate is genuine and valid"),
        _("Checked just now in the register of the issuer."),
        OK,
    )


def suspended_words(suspension: Changed, *, private: bool = False) -> tuple[str, str, str]:
    """Title, text and tone of a suspended certificate: never that it was revoked."""
    text = _(
        "It is genuine, but not valid until the suspension is lifted. Reason: %(why)s",
        why=why(suspension, with_words=not private),
    )
    return _("This certificate has been suspended since %(day)s", day=day(suspension.at)), text, BAD


def status_row(held: HeldCredential, now: datetime) -> Row:
    """The line about the status."""
    ending = held.ending
    note = _("the issuer's register, %(time)s", time=time(now))
    if held.suspension is not None:
        return _("Status"), _("suspended"), BAD, note
    if ending is None:
        return _("Status"), _("not revoked"), OK, note
    word = _("revoked") if held.standing(now) is Standing.REVOKED else _("replaced")
    return _("Status"), word, BAD, note


def taught_words(taught_in: TaughtIn) -> tuple[str, ...]:
    """Where, when and by whom a cohort was taught, a line each."""
    days = _("%(begins)s to %(ends)s", begins=day(taught_in.begins), ends=day(taught_in.ends))
    trainers = _("Trainers: %(names)s", names=", ".join(taught_in.trainers))
    return tuple(filter(None, (taught_in.venue, days, trainers if taught_in.trainers else "")))


def facts_of(held: HeldCredential) -> Facts:
    """The facts of a certificate in the register."""
    taught_in = taught_from_data(held.credential.taught_in)
    return Facts(
        name=held.written.name,
        local_name=held.written.local_name,
        achievement=held.title,
        issued_by=f"{held.version.issuer_name} · {held.version.issuer_did}",
        period=period_words(held.version.valid_from, held.version.valid_until),
        number=held.credential.number,
        shown_by=shown_by_words(held.evidence),
        cohort=taught_in.cohort if taught_in else "",
        taught=taught_words(taught_in) if taught_in else (),
    )
