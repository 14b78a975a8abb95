"""Evidence as claims keep it: plain JSON, exact shares as text, moments with their zone."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from fractions import Fraction
from typing import Any

from certificates.credentials.rules.award import AwardScope, Evidence, Genre, Standard, Watched


def as_data(evidence: Iterable[Evidence]) -> list[Any]:
    """The evidence as it is stored, in its order."""
    return [
        {
            "genre": one.genre.value,
            "name": one.name,
            "supervised": one.watched is Watched.SUPERVISED,
            "at": one.at.isoformat(),
            "score": _text(one.score),
            "cut": _text(one.cut),
            "cause": one.cause,
            **({"watched": one.watched.value} if one.watched is Watched.TRAINER else {}),
            **({} if one.standard is None else {"standard": asdict(one.standard)}),
            **({} if one.scope is None else {"scope": _scope_data(one.scope)}),
        }
        for one in evidence
    ]


def from_data(stored: Iterable[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    """The evidence that was stored; one of a genre that is not known, or without a member, is a ValueError."""
    try:
        return tuple(
            Evidence(
                genre=Genre(one["genre"]),
                name=one["name"],
                watched=_watched(one),
                at=datetime.fromisoformat(one["at"]),
                score=_share(one["score"]),
                cut=_share(one["cut"]),
                cause=one["cause"],
                standard=_standard(one.get("standard")),
                scope=_scope(one.get("scope")),
            )
            for one in stored
        )
    except KeyError as error:
        raise ValueError(f"evidence without {error}") from error


def attempts_in(stored: Iterable[Mapping[str, Any]]) -> list[int]:
    """The attempts, by number, that caused stored evidence; other causes are left out."""
    causes = (str(one.get("cause") or "").partition(":") for one in stored)
    return [int(number) for kind, _colon, number in causes if kind == "attempt" and number.isdecimal()]


def _watched(stored: Mapping[str, Any]) -> Watched:
    """Whether it was supervised is always there; who watched only where that says more."""
    supervised = Watched.SUPERVISED if stored["supervised"] else Watched.NONE
    return Watched(stored.get("watched", supervised))


def _standard(stored: Mapping[str, Any] | None) -> Standard | None:
    """What was kept before cut scores were named has none."""
    if stored is None:
        return None
    return Standard(stored["ref"], stored["set_by"], stored["method"], stored["provisional"])


def _scope_data(scope: AwardScope) -> dict[str, Any]:
    return {"topics": list(scope.topics), "grade": scope.grade, "languages": list(scope.languages)}


def _scope(stored: Mapping[str, Any] | None) -> AwardScope | None:
    """What courses award has none."""
    if stored is None:
        return None
    return AwardScope(tuple(stored["topics"]), stored["grade"], tuple(stored["languages"]))


def _text(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


def _share(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
