"""Until when a candidate may appeal, and by when somebody acts; days are whole days in UTC."""

from datetime import UTC, date, datetime, timedelta

from certificates.schemes.rules.definition import SchemeDefinition


def last_day_to_appeal(definition: SchemeDefinition, refused_at: datetime) -> date:
    """The last day on which a refusal may be appealed; the whole of it counts."""
    return (refused_at.astimezone(UTC) + timedelta(days=definition.days.objection)).date()


def last_day_to_be_heard(definition: SchemeDefinition, suspended_at: datetime) -> date:
    """The last of the days within which a suspended holder is heard; the whole of it counts."""
    return (suspended_at.astimezone(UTC) + timedelta(days=definition.days.hearing)).date()


def days_over(definition: SchemeDefinition, state: str, since: datetime, today: date) -> bool:
    """Whether nobody acted within the days of a state; the last day is still one of them."""
    last_day = act_by(definition, state, since)
    return last_day is not None and today > last_day


def act_by(definition: SchemeDefinition, state: str, since: datetime) -> date | None:
    """The day by which somebody should act in a state; none: the scheme names no days."""
    here = definition.state(state)
    if here is None or here.days is None:
        return None
    return (since.astimezone(UTC) + timedelta(days=here.days)).date()
