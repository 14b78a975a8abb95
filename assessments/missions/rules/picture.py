"""What missions observed, as one picture: in full for whoever may, by topic alone for other countries.

For other countries a topic says in how many of them needs or strengths were observed, and never how many observations
there were, of what or where. So no report of one country changes a number by what it says in detail, and a number is
shown from three countries on, out of reports whose host released them.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assessments.missions.rules.entries import ObservationGrade, Topic

COUNTRIES_LEAST = 3


@dataclass(frozen=True)
class Noted:
    """An observation of a delivered report."""

    country: str
    topic: Topic
    grade: ObservationGrade
    released: bool  # the host released its report for other countries


@dataclass(frozen=True)
class CountryTopic:
    """What was observed in one country about one topic."""

    country: str
    topic: Topic
    strengths: int
    needs: int
    urgent: int  # needs too, and counted among them


@dataclass(frozen=True)
class OtherCountries:
    """In how many other countries needs and strengths were observed; none: in fewer than three, or nobody says."""

    topic: Topic
    needs: int | None
    strengths: int | None


@dataclass(frozen=True)
class MissionPicture:
    """What one viewer is shown."""

    full: tuple[CountryTopic, ...]
    others: tuple[OtherCountries, ...]  # empty for whoever sees every country in full


def picture(notes: Iterable[Noted], own: Collection[str] | None) -> MissionPicture:
    """The picture for whoever sees these countries in full; none stands for all of them."""
    notes = tuple(notes)
    full = tuple(_full(one for one in notes if own is None or one.country in own))
    if own is None:
        return MissionPicture(full, ())
    foreign = [one for one in notes if one.released and one.country not in own]
    return MissionPicture(full, tuple(_others(topic, foreign) for topic in Topic))


def _full(notes: Iterable[Noted]) -> Iterable[CountryTopic]:
    counts = Counter((one.country, one.topic, one.grade) for one in notes)
    for country, topic in sorted({(country, topic) for country, topic, _grade in counts}):
        urgent = counts[country, topic, ObservationGrade.URGENT_NEED]
        yield CountryTopic(
            country,
            topic,
            strengths=counts[country, topic, ObservationGrade.STRENGTH],
            needs=counts[country, topic, ObservationGrade.NEED] + urgent,
            urgent=urgent,
        )


def _others(topic: Topic, notes: Collection[Noted]) -> OtherCountries:
    strong = {one.country for one in notes if one.topic is topic and one.grade is ObservationGrade.STRENGTH}
    needy = {one.country for one in notes if one.topic is topic and one.grade is not ObservationGrade.STRENGTH}
    return OtherCountries(topic, _enough(needy), _enough(strong))


def _enough(countries: Collection[str]) -> int | None:
    return len(countries) if len(countries) >= COUNTRIES_LEAST else None
