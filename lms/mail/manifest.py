"""Manifest of letters: the job that delivers them, in a lane of its own."""

from lms.mail import commands, models, tasks
from lms.manifest import Package

PACKAGE = Package(name="mail", models=(models,), lanes=(tasks.LANE,), jobs=(tasks.deliver,), commands=commands.COMMANDS)
