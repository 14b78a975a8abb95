"""Manifest of messages: the inbox, letters and digests about it, and what people choose."""

from lms.manifest import Package
from lms.messages import letters, models, registry, tasks, views
from lms.people.events import PersonClosed

PACKAGE = Package(
    name="messages",
    models=(models,),
    blueprints=(views.bp,),
    listeners=((PersonClosed, tasks.account_closed),),
    jobs=(letters.deliver_message, letters.deliver_digest),
    periodic=(tasks.gather_digests, tasks.clean_up),
    set_up=(registry.init, views.init),
)
