"""Titles of columns with what their values are counted in, where the form of the file does not say so itself."""

from datetime import UTC, datetime, tzinfo

from lms.tables.writing.columns import OutputColumn, OutputKind


def title_with_unit(column: OutputColumn, zone: tzinfo) -> str:
    """The title of a column; that of moments names their zone, that of percentages says %."""
    if column.kind is OutputKind.PERCENT:
        return f"{column.title} (%)"
    return title_with_zone(column, zone)


def title_with_zone(column: OutputColumn, zone: tzinfo) -> str:
    """The title of a column; that of moments names their zone."""
    return f"{column.title} ({zone_name(zone)})" if column.kind is OutputKind.MOMENT else str(column.title)


def zone_name(zone: tzinfo) -> str:
    """How a zone is called: `Asia/Bangkok`, `UTC`."""
    return getattr(zone, "key", None) or zone.tzname(datetime.now(UTC)) or "UTC"
