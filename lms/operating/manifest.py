"""Manifest of the running of an installation: server, worker, backup, demonstration, doctor."""

from lms import rate_limits
from lms.manifest import Package
from lms.operating import commands, demonstration, serving, views
from lms.queue import models as queue_models
from lms.queue import tasks

PACKAGE = Package(
    name="operating",
    models=(queue_models, rate_limits),
    blueprints=(views.bp,),
    periodic=(tasks.forget_done,),
    commands=commands.COMMANDS,
    start_checks=(demonstration.check_start,),
    health_figures=(serving.figures,),
)
