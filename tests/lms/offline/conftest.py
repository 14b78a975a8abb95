"""A person with a phone, and kinds of entries that write down what was applied."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from assessments.permissions import ExamPermission
from lms.access import Permission, Role
from lms.db import after_commit
from lms.errors import BadInput, NotFound, RuleBroken, TooMany
from lms.manifest import EXTENSION
from lms.offline.kinds import BatchOutcome, EntryOutcome, OfflineBatch, OfflineKind
from lms.offline.rules import Envelope, ReceiptState
from tests.builders.people import browser_of, person, viewer

FAULTS: dict[str, Callable[[], Exception]] = {
    "rule": lambda: RuleBroken("Not like this."),
    "gone": NotFound,
    "often": lambda: TooMany("Too often.", 5),
    "crash": lambda: ZeroDivisionError("ours"),
}


@dataclass
class Diary:
    """What was applied and committed, in order, and how often a batch came."""

    applied: list[Envelope] = field(default_factory=list)
    batches: list[list[str]] = field(default_factory=list)

    def kind(self, name: str, **more: Any) -> OfflineKind[str]:
        """A kind whose body says what to do with it: note it, fail in some way, or leave it for later."""
        permission = more.pop("permission", Permission.ACCOUNT_OWN)
        return OfflineKind(name, permission, self.read_body, self.apply, **more)

    def read_body(self, entry: Envelope) -> str:
        """The word of the body."""
        if isinstance(entry.body, dict) and isinstance(entry.body.get("say"), str):
            return entry.body["say"]
        raise BadInput("body.say", "Say something.")

    def apply(self, batch: OfflineBatch[str]) -> BatchOutcome:
        """Note every entry once the transaction is committed."""
        self.batches.append([entry.id for entry, _word in batch.entries])
        for entry, word in batch.entries:
            if word in FAULTS:
                raise FAULTS[word]()
            if word != "later":
                after_commit(batch.session, lambda entry=entry: self.applied.append(entry))
        states = [ReceiptState.LATER if word == "later" else ReceiptState.TAKEN for _entry, word in batch.entries]
        return BatchOutcome(
            [EntryOutcome(state, {"seq": entry.seq}) for state, (entry, _) in zip(states, batch.entries, strict=True)],
            {"beside": len(batch.entries)},
        )


@pytest.fixture
def diary(shared_app, monkeypatch) -> Diary:
    made = Diary()
    kinds = (
        made.kind("notes"),
        made.kind("drafts", latest_counts=True),
        made.kind("rolls", permission=ExamPermission.EXAM_RUN),
        made.kind("steps", own_receipts=True),
        made.kind("short", largest=40),
    )
    found = shared_app.extensions[EXTENSION]
    monkeypatch.setitem(shared_app.extensions, EXTENSION, replace(found, offline_kinds=kinds))
    return made


@pytest.fixture
def officer(session):
    return person(session, "Officer", Role.OFFICER)


@pytest.fixture
def who(session, officer):
    """The officer as the outbox knows them."""
    made = viewer(session, officer)
    session.commit()
    return made


@pytest.fixture
def here(app, client, session, officer):
    """The officer's browser."""
    return browser_of(app, session, officer)


def entry(say: Any = "hello", *, kind: str = "notes", subject: str = "book", device: str = "phone", seq: int = 1):
    """An entry as it is read."""
    return Envelope(str(uuid.uuid4()), kind, subject, device, seq, None, {"say": say})


def as_sent(one: Envelope, **more: Any) -> dict[str, Any]:
    """An entry as a page sends it."""
    return {
        "id": one.id, "kind": one.kind, "subject": one.subject, "device": one.device, "seq": one.seq,
        "made_at": None, "body": one.body,
    } | more  # fmt: skip
