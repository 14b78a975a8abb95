"""The figures of the programme: what each counts, in a sentence that stands beside it wherever it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from lms.gettext_noop import N_

LEAST = 5  # people of whom a figure must speak
SEX_LEAST = 20  # people of a programme or a country who are counted by sex
TRAINERS_WANTED = 5  # certified trainers of a country; with fewer it is named among those that need some


class Milestone(IntEnum):
    """How far somebody came; whoever is at a stage has been at those before it."""

    REACHED = 0
    TOOK_PART = 1
    PASSED = 2
    CERTIFIED = 3


class KeyFigure(StrEnum):
    """What is counted; the first four are stages."""

    REACHED = "reached"
    TOOK_PART = "took-part"
    PASSED = "passed"
    CERTIFIED = "certified"
    UNDER_WAY = "under-way"
    IN_FORCE = "in-force"
    TRAINERS = "trainers"
    COHORTS = "cohorts"


STAGES = (KeyFigure.REACHED, KeyFigure.TOOK_PART, KeyFigure.PASSED, KeyFigure.CERTIFIED)


@dataclass(frozen=True)
class Definition:
    """What a figure is called, and what exactly it counts."""

    title: str  # this and the next: to be translated where it is shown
    sentence: str
    people: bool = True  # else things, of which few give nobody away


IN_REPORTS: Mapping[KeyFigure, Definition] = {
    KeyFigure.REACHED: Definition(
        N_("People reached"),
        N_(
            "People who were in a cohort of this fund on at least one day of the period, "
            "or who read or did something in one of its courses in the period."
        ),
    ),
    KeyFigure.TOOK_PART: Definition(
        N_("Took part"),
        N_("Of the people reached, those who read a lesson or did a quiz or exam in the period."),
    ),
    KeyFigure.PASSED: Definition(
        N_("Passed"),
        N_("Of the people reached, those who passed the final exam in the period. A cancelled result does not count."),
    ),
    KeyFigure.CERTIFIED: Definition(
        N_("Certified"),
        N_(
            "Of the people who passed in the period, those whose certificate was issued by the "
            "day on which the report was closed, and had not been revoked."
        ),
    ),
    KeyFigure.IN_FORCE: Definition(
        N_("Valid certificates"),
        N_("Of the people reached, those who have a valid certificate on the day on which the report was closed."),
    ),
    KeyFigure.TRAINERS: Definition(
        N_("Certified trainers"),
        N_(
            "Of the people reached, those who have the role of trainer and a valid certificate "
            "on the day on which the report was closed."
        ),
    ),
    KeyFigure.COHORTS: Definition(
        N_("Cohorts"), N_("Cohorts of this fund of which at least one day lies in the period."), people=False
    ),
}
ON_PAGE: Mapping[KeyFigure, Definition] = {
    KeyFigure.REACHED: Definition(N_("People reached"), N_("People who have started a course.")),
    KeyFigure.TOOK_PART: Definition(N_("Took part"), N_("People who have read a lesson or done a quiz or exam.")),
    KeyFigure.PASSED: Definition(
        N_("Passed"), N_("People who have passed the final exam of a course. A cancelled result does not count.")
    ),
    KeyFigure.CERTIFIED: Definition(
        N_("Certified"), N_("People who passed and received a certificate that was not revoked.")
    ),
    KeyFigure.UNDER_WAY: Definition(N_("In progress"), N_("People who take a course now.")),
    KeyFigure.IN_FORCE: Definition(N_("Valid certificates"), N_("People who hold a valid certificate now.")),
    KeyFigure.TRAINERS: Definition(
        N_("Certified trainers"), N_("People who hold the role of trainer and a valid certificate now.")
    ),
}
