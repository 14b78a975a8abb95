"""What the programme says has happened; values are facts of activities, never of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class FundSaved(Event):
    """A fund was added or changed; the subject is the fund."""

    name = "programme.fund-saved"
    said = N_("Fund saved")
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class PartnerSaved(Event):
    """A partner was added or changed; the subject is the partner."""

    name = "programme.partner-saved"
    said = N_("Partner saved")
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class RegionSaved(Event):
    """A region was added or changed; the subject is the region."""

    name = "programme.region-saved"
    said = N_("Region saved")
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ActivitySaved(Event):
    """An activity was added or changed; the subject is the activity."""

    name = "programme.activity-saved"
    said = N_("Activity saved")
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ActivityStateChanged(Event):
    """An activity is planned, under way, done or cancelled from now on; the subject is the activity."""

    name = "programme.activity-state-changed"
    said = N_("Status of an activity changed")
    before: str | None
    after: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ActivityCohortLinked(Event):
    """A cohort belongs to an activity from now on; the subject is the activity."""

    name = "programme.activity-cohort-linked"
    said = N_("Cohort added to an activity")
    cohort_id: int


@dataclass(frozen=True, kw_only=True)
class ActivityCohortUnlinked(Event):
    """A cohort no longer belongs to an activity; the subject is the activity."""

    name = "programme.activity-cohort-unlinked"
    said = N_("Cohort removed from an activity")
    cohort_id: int


@dataclass(frozen=True, kw_only=True)
class SetUpExported(Event):
    """The set-up of the programme, without people, was taken along as a folder; the subject is the programme."""

    name = "programme.set-up-exported"
    said = N_("Setup of the programme exported")
    activities: int


@dataclass(frozen=True, kw_only=True)
class SetUpLoaded(Event):
    """A set-up was loaded; the subject is the programme, and the counts say what was new."""

    name = "programme.set-up-loaded"
    said = N_("Setup of the programme loaded")
    added: Mapping[str, int]
