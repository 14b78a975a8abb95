"""What surveys call their things on pages."""

from collections.abc import Mapping
from typing import Any

from courses.surveys.rules.answers import WrongAnswer
from courses.surveys.rules.codes import CodeState
from courses.surveys.rules.form import SurveyPurpose
from courses.surveys.rules.supervising import RequestState
from lms.i18n import lazy as _l

PURPOSES: Mapping[SurveyPurpose, Any] = {
    SurveyPurpose.REACTION: _l("How the course was"),
    SurveyPurpose.CONFIDENCE: _l("Confidence before and after"),
    SurveyPurpose.SUPERVISOR: _l("What the supervisor sees at work"),
}
WRONG: Mapping[WrongAnswer, Any] = {
    WrongAnswer.NO_POINT: _l("Choose one of the points from 1 to 5."),
    WrongAnswer.NO_OPTION: _l("Choose one of the answers on the list."),
    WrongAnswer.NO_YES_OR_NO: _l("Choose yes or no."),
    WrongAnswer.TOO_LONG: _l("Use at most 1,000 characters."),
    WrongAnswer.NOT_ASKED: _l("This form does not ask that. Open it again and answer it there."),
    WrongAnswer.BLANK: _l("Answer at least one question."),
}
CODES: Mapping[CodeState, tuple[Any, str]] = {
    CodeState.NOT_YET: (_l("Not open yet"), "info"),
    CodeState.OPEN: (_l("Open"), "ok"),
    CodeState.FULL: (_l("Full"), "warn"),
    CodeState.CLOSED: (_l("Finished"), ""),
}
REQUESTS: Mapping[RequestState, tuple[Any, str]] = {
    RequestState.PLANNED: (_l("Planned"), "info"),
    RequestState.WAITING: (_l("Sent, not answered yet"), "warn"),
    RequestState.ANSWERED: (_l("Has answered"), "ok"),
    RequestState.EXPIRED: (_l("Not answered in time"), ""),
    RequestState.WITHDRAWN: (_l("Withdrawn"), ""),
    RequestState.STRANGER: (_l("Does not know the officer"), "bad"),
    RequestState.REPLACED: (_l("Somebody else was named"), ""),
}
