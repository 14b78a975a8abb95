"""The audit trail beside sheets: what nobody touched fits, a level that was changed by hand is found."""

from sqlalchemy import update

from assessments.rubrics.audited import AUDITED as RUBRICS
from assessments.sheets.audited import AUDITED
from assessments.sheets.models import Reconciliation, SheetEvent
from assessments.sheets.rules.states import SheetAct
from assessments.sheets.services.feedback import release_feedback
from assessments.sheets.services.marking import Bringing, reopen, seal
from lms.audit.verification.records import compare_all
from lms.ids import new_uuid
from tests.builders.people import NOW
from tests.builders.sheets import Bench


def faults(session):
    session.flush()
    return [words for one in compare_all(session, (*AUDITED, *RUBRICS)) for words in one.faults]


def test_a_level_changed_by_hand_after_the_seal_is_found(session):
    bench = Bench(session)
    bench.fill(bench.first, 2, 2)
    told = {"by": Bringing(bench.one.id), "now": NOW}
    reopen(session, bench.first, "I looked at the wrong row.", key=new_uuid(), **told)
    seal(session, bench.first, key=new_uuid(), **told)
    bench.fill(bench.second, 1, 2)
    release_feedback(session, bench.workshop, by_id=bench.moderator.id, now=NOW)
    assert faults(session) == []
    rated = SheetEvent.act == SheetAct.RATE
    session.execute(update(SheetEvent).where(SheetEvent.sheet_id == bench.second.id, rated).values(level=2))
    session.execute(update(Reconciliation).values(settlement="panel"))
    assert len(faults(session)) == 2
