"""Manifest of the running of an installation: server, backup, demonstration, doctor."""

from lms.manifest import Package
from lms.operating import commands, demonstration, serving, views

PACKAGE = Package(
    name="operating",
    blueprints=(views.bp,),
    commands=commands.COMMANDS,
    start_checks=(demonstration.check_start,),
    health_figures=(serving.figures,),
    set_up=(demonstration.init,),
)
