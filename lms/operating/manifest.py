"""Manifest of the running of an installation: server, worker, backup, demonstration, doctor."""

from lms import jobs, rate_limits
from lms.manifest import Package
from lms.operating import commands, demonstration, models, serving, views

PACKAGE = Package(
    name="operating",
    models=(jobs, rate_limits, models),
    blueprints=(views.bp,),
    tasks=(serving,),
    commands=commands.COMMANDS,
    start_checks=(demonstration.check_start,),
    health_figures=(serving.figures,),
)
