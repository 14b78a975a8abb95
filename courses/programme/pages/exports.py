"""Lists of the programme as they are exported: what their pages show, and no more."""

from collections.abc import Iterable, Iterator
from typing import Any

from courses.programme import labels
from courses.programme.models import Fund, Partner
from courses.programme.pages.activities import place_said
from courses.programme.pages.cascade import TrainedOfficer, TrainerLine, TrainingLine
from courses.programme.queries.activities import FoundActivity
from courses.programme.queries.lists import FoundRegion
from courses.programme.rules.activities import FundKind, PartnerKind, TargetKind
from lms.i18n import lazy as _l
from lms.people.api import country_name
from lms.tables.writing.columns import OutputColumn, OutputKind

ACTIVITY_COLUMNS = (
    OutputColumn("title", _l("Activity")),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("place", _l("Where")),
    OutputColumn("starts_on", _l("First day"), OutputKind.DATE),
    OutputColumn("ends_on", _l("Last day"), OutputKind.DATE),
    OutputColumn("fund", _l("Fund")),
    OutputColumn("partners", _l("Partners")),
    *(OutputColumn(f"target_{kind}", words, OutputKind.WHOLE) for kind, words in labels.TARGETS.items()),
    OutputColumn("cohorts", _l("Cohorts"), OutputKind.WHOLE),
    OutputColumn("state", _l("Status")),
)
FUND_COLUMNS = (
    OutputColumn("code", _l("Code")),
    OutputColumn("name", _l("Name")),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("donor", _l("Donor")),
    OutputColumn("currency", _l("Currency")),
    OutputColumn("starts_on", _l("First day"), OutputKind.DATE),
    OutputColumn("ends_on", _l("Last day"), OutputKind.DATE),
)
PARTNER_COLUMNS = (
    OutputColumn("name", _l("Name")),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("country", _l("Country")),
)
REGION_COLUMNS = (OutputColumn("name", _l("Name")), OutputColumn("countries", _l("Countries")))


def activity_rows(found: Iterable[FoundActivity]) -> Iterator[tuple[Any, ...]]:
    """Activities as rows of `ACTIVITY_COLUMNS`."""
    for one in found:
        row = one.row
        yield (
            row.title,
            labels.ACTIVITY_KINDS[one.kind],
            place_said(one),
            row.starts_on,
            row.ends_on,
            one.fund.code if one.fund else None,
            ", ".join(partner.name for partner in one.partners),
            *(one.targets.get(kind) for kind in TargetKind),
            len(one.cohort_ids),
            labels.STATUSES[one.status][0],
        )


def fund_rows(found: Iterable[Fund]) -> Iterator[tuple[Any, ...]]:
    """Funds as rows of `FUND_COLUMNS`."""
    for one in found:
        kind = labels.FUND_KINDS[FundKind(one.kind)]
        yield one.code, one.name, kind, one.donor, one.currency, one.starts_on, one.ends_on


def partner_rows(found: Iterable[Partner]) -> Iterator[tuple[Any, ...]]:
    """Partners as rows of `PARTNER_COLUMNS`."""
    for one in found:
        yield one.name, labels.PARTNER_KINDS[PartnerKind(one.kind)], country_name(one.country) if one.country else None


def region_rows(found: Iterable[FoundRegion]) -> Iterator[tuple[Any, ...]]:
    """Regions as rows of `REGION_COLUMNS`."""
    for one in found:
        yield one.row.name, ", ".join(map(country_name, one.countries))


TRAINING_COLUMNS = (
    OutputColumn("cohort", _l("Cohort")),
    OutputColumn("course", _l("Course")),
    OutputColumn("place", _l("For the officers of")),
    OutputColumn("starts_on", _l("First day"), OutputKind.DATE),
    OutputColumn("ends_on", _l("Last day"), OutputKind.DATE),
    OutputColumn("led_since", _l("Led since"), OutputKind.DATE),
    OutputColumn("led_until", _l("Led until"), OutputKind.DATE),
    OutputColumn("officers", _l("Officers"), OutputKind.WHOLE),
    OutputColumn("passed", _l("Passed"), OutputKind.WHOLE),
)
TRAINER_COLUMNS = (
    OutputColumn("name", _l("Name")),
    OutputColumn("administration", _l("Administration")),
    OutputColumn("certified", _l("Valid certificate"), OutputKind.YES_NO),
    OutputColumn("cohorts", _l("Cohorts"), OutputKind.WHOLE),
    OutputColumn("officers", _l("Officers"), OutputKind.WHOLE),
    OutputColumn("passed", _l("Passed"), OutputKind.WHOLE),
    OutputColumn("trained", _l("Of these, train others"), OutputKind.WHOLE),
)
TRAINED_COLUMNS = (
    OutputColumn("name", _l("Name")),
    OutputColumn("administration", _l("Administration")),
    OutputColumn("passed", _l("Passed"), OutputKind.YES_NO),
    OutputColumn("trains", _l("Trains others"), OutputKind.YES_NO),
)


def training_rows(lines: Iterable[TrainingLine]) -> Iterator[tuple[Any, ...]]:
    """The log of a trainer as rows of `TRAINING_COLUMNS`; what is left out is an empty cell."""
    for one in lines:
        row = one.cohort.row
        title = row.title if one.seen else None
        days = row.starts_on, row.ends_on, one.since, one.until
        yield title, one.course, one.place, *days, one.officers, one.passed


def trainer_rows(lines: Iterable[TrainerLine]) -> Iterator[tuple[Any, ...]]:
    """Trainers as rows of `TRAINER_COLUMNS`."""
    for one in lines:
        person = one.person.name, one.person.administration, one.certified
        yield *person, one.cohorts, one.officers, one.passed, one.trained


def trained_rows(lines: Iterable[TrainedOfficer]) -> Iterator[tuple[Any, ...]]:
    """Officers of a cohort as rows of `TRAINED_COLUMNS`."""
    for one in lines:
        yield one.person.name, one.person.administration, one.passed, one.trains
