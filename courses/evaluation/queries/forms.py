"""What groups answered on forms that are closed: reaction, and confidence before and after."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.evaluation.rules import MeanOf, means
from courses.learning.rules.progress import GroupRef
from courses.surveys.queries.forms import OpenedForm, codes_run, sheets_by_code
from courses.surveys.rules.answers import Answers
from courses.surveys.rules.form import SurveyContent, SurveyPurpose
from courses.surveys.rules.summary import summarize
from lms.access import Viewer


@dataclass(frozen=True)
class FormMeans:
    """The means of a form over the groups that answered it."""

    content: SurveyContent
    after: Mapping[str, MeanOf]
    before: Mapping[str, MeanOf]  # of confidence, what was answered before the course


def form_means(
    session: Session, viewer: Viewer, groups: Collection[GroupRef], now: datetime
) -> dict[SurveyPurpose, FormMeans]:
    """By purpose, what these groups answered on the newest version of its form; as many queries for many codes."""
    every = {one.row.id: one for one in codes_run(session, viewer) if one.tells(now)}
    own = [one for one in every.values() if _group(one) in groups]
    sheets = sheets_by_code(
        session, every.keys() & {number for one in own for number in (one.row.id, one.row.before_id)}
    )
    found = {}
    for purpose in (SurveyPurpose.REACTION, SurveyPurpose.CONFIDENCE):
        newest = max((one.row.form_version_id for one in own if one.content.purpose is purpose), default=None)
        asked = [one for one in own if one.row.form_version_id == newest]
        compared = [one for one in asked if one.row.before_id is not None]
        if purpose is SurveyPurpose.CONFIDENCE:
            asked = compared
        if asked:
            before = [every[one.row.before_id] for one in compared if one.row.before_id in every]
            before = [one for one in before if one.row.form_version_id == newest]
            found[purpose] = FormMeans(asked[0].content, _means(asked, sheets), _means(before, sheets))
    return found


def _group(one: OpenedForm) -> GroupRef | None:
    row = one.row
    return None if row.group_kind is None or row.group_id is None else GroupRef(row.group_kind, row.group_id)


def _means(codes: Collection[OpenedForm], sheets: Mapping[int, Collection[Answers]]) -> Mapping[str, MeanOf]:
    """What each code shows alone, taken together."""
    return means(summarize(one.content, list(sheets[one.row.id]), seed="") for one in codes)
