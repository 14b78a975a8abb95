"""Open files (`RLIMIT_NOFILE`): how many connections this system lets one web server hold."""

import sys
from datetime import datetime

from sqlalchemy.orm import Session

from lms.ports import Finding, Health

if sys.platform != "win32":
    import resource

MOST_CONNECTIONS = 4000  # that `lms serve` holds: each turn of its loop looks at every one
LEAST_CONNECTIONS = 2000  # below this the doctor warns: a browser holds up to six
EACH = 2  # files of a connection: its own, and the temporary one of a large body or answer
OF_OUR_OWN = 200  # the database, the log, the threads' own, what is being read
WANTED = MOST_CONNECTIONS * EACH + OF_OUR_OWN
WITHOUT_LIMITS = 400  # connections where the system has no such limit to ask for, and none of its own to poll more


def connections_within(files: int) -> int:
    """How many connections fit into so many open files; at least a few, whatever is left over."""
    return max(20, min(MOST_CONNECTIONS, (files - OF_OUR_OWN) // EACH))


def allowed() -> int:
    """How many files a process of this user may open, once it has raised its own limit."""
    if sys.platform == "win32":
        return WITHOUT_LIMITS * EACH + OF_OUR_OWN
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return WANTED if hard == resource.RLIM_INFINITY else min(hard, WANTED)


def raise_limit() -> int:
    """Raise the soft limit of this process as far as is wanted and allowed; answers what it is now."""
    if sys.platform == "win32":
        return allowed()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= allowed():
        return WANTED if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed(), hard))
    return allowed()


def check_open_files(_session: Session, _now: datetime) -> list[Finding]:
    """Whether this user may open as many files as a web server needs."""
    files = allowed()
    held = connections_within(files)
    if held >= LEAST_CONNECTIONS:
        return [Finding("open files", Health.OK, f"{files} may be open: “lms serve” holds {held} connections")]
    words = (
        f"Only {files} may be open, so “lms serve” holds {held} connections, about {held // 6} people. "
        f"Raise the hard limit to {WANTED}: LimitNOFILE={WANTED} in the service, or nofile in limits.conf."
    )
    return [Finding("open files", Health.WARN, words)]
