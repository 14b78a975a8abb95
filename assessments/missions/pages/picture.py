"""What missions observed, as a chart with its table, as rows of a file; and what became of the recommendations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from assessments.missions import labels, policy
from assessments.missions.models import Mission
from assessments.missions.queries.reports import FollowedRecommendation, noted, observations_in_full
from assessments.missions.rules.entries import Topic
from assessments.missions.rules.picture import COUNTRIES_LEAST, CountryTopic, MissionPicture, OtherCountries, picture
from lms.access import Viewer
from lms.charts import Bars, ChartHead, ChartRow, Measured
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import country_name
from lms.tables.writing.columns import OutputColumn, OutputKind


@dataclass(frozen=True)
class PicturePage:
    """The picture of one viewer."""

    picture: MissionPicture
    whole: bool  # every country in full
    chart: Bars | None  # by topic, of what is shown in full; none where there is nothing
    others: tuple[list[str], list[list[str]]]
    observations: Sequence[tuple[str, str, Any, Any, str]]  # mission, country, topic, grade, finding


def picture_page(session: Session, viewer: Viewer) -> PicturePage:
    """The picture as the viewer may see it."""
    shown = picture(noted(session), policy.countries_in_full(viewer))
    return PicturePage(
        shown,
        whole=policy.countries_in_full(viewer) is None,
        chart=_chart(shown) if shown.full else None,
        others=_others(shown.others),
        observations=[_observation(mission, body) for mission, body in observations_in_full(session, viewer)],
    )


def _observation(mission: Mission, body: Mapping[str, str]) -> tuple[str, str, Any, Any, str]:
    topic, grade = labels.TOPICS[body["topic"]], labels.GRADES[body["grade"]]
    return mission.title, country_name(mission.country), topic, grade, body["finding"]


def _chart(shown: MissionPicture) -> Bars:
    """Strengths and needs by topic, over the countries in full."""
    sums = {topic: [one for one in shown.full if one.topic is topic] for topic in Topic}
    rows = tuple(
        ChartRow(
            str(labels.TOPICS[topic]),
            (_measured(sum(one.strengths for one in of)), _measured(sum(one.needs for one in of))),
        )
        for topic, of in sums.items()
    )
    head = ChartHead(
        name="picture",
        title=_("Observations by topic"),
        summary=_("For each topic: how many strengths and how many needs missions observed."),
        rows_named=_("Topic"),
        series=(_("Strengths"), _("Needs")),
    )
    return Bars(head, rows)


def _measured(number: int) -> Measured:
    return Measured(float(number), str(number))


def _others(lines: Iterable[OtherCountries]) -> tuple[list[str], list[list[str]]]:
    heads = [_("Topic"), _("Countries with strengths"), _("Countries with needs")]
    return heads, [[str(labels.TOPICS[one.topic]), _few(one.strengths), _few(one.needs)] for one in lines]


def _few(number: int | None) -> str:
    return str(number) if number is not None else _("fewer than %(least)s", least=COUNTRIES_LEAST)


PICTURE_COLUMNS = (
    OutputColumn("country", _l("Country")),
    OutputColumn("topic", _l("Topic")),
    OutputColumn("strengths", _l("Strengths"), OutputKind.WHOLE),
    OutputColumn("needs", _l("Needs"), OutputKind.WHOLE),
    OutputColumn("urgent", _l("Of them urgent"), OutputKind.WHOLE),
    OutputColumn("countries_strong", _l("Countries with strengths"), OutputKind.WHOLE),
    OutputColumn("countries_needy", _l("Countries with needs"), OutputKind.WHOLE),
)


def picture_rows(shown: MissionPicture) -> Iterator[tuple[Any, ...]]:
    """The picture as rows of `PICTURE_COLUMNS`; other countries are one line a topic, without their names."""
    for one in shown.full:
        yield *_country(one), None, None
    for other in shown.others:
        yield _("Other countries"), labels.TOPICS[other.topic], None, None, None, other.strengths, other.needs


def _country(one: CountryTopic) -> tuple[Any, ...]:
    return country_name(one.country), labels.TOPICS[one.topic], one.strengths, one.needs, one.urgent


FOLLOW_UP_COLUMNS = (
    OutputColumn("mission", _l("Mission")),
    OutputColumn("country", _l("Country")),
    OutputColumn("months", _l("Months after the report"), OutputKind.WHOLE),
    OutputColumn("topic", _l("Topic")),
    OutputColumn("recommendation", _l("Recommendation")),
    OutputColumn("state", _l("Status")),
    OutputColumn("words", _l("Why, or what was done")),
)


def follow_up_rows(found: Iterable[FollowedRecommendation]) -> Iterator[tuple[Any, ...]]:
    """What became of the recommendations as rows of `FOLLOW_UP_COLUMNS`."""
    for one in found:
        state = labels.FOLLOWED[one.answer.state] if one.answer else _l("no answer")
        topic, words = labels.TOPICS[one.topic], one.answer.words if one.answer else ""
        yield one.mission.title, country_name(one.mission.country), one.follow_up.months, topic, one.words, state, words
