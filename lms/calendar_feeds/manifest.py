"""Manifest of calendar feeds: one private address a person; packages bring what stands in it."""

from lms.calendar_feeds import models, views
from lms.manifest import Package

PACKAGE = Package(
    name="calendar_feeds",
    models=(models,),
    blueprints=(views.bp,),
    views=(views,),
    never_kept=("/calendar/", "/account/calendar"),
)
