"""Officers whose outbox sends answers and lessons read, while servers die under them; each remembers every receipt."""

from __future__ import annotations

import http.client
import json
import threading
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

PATIENCE = 10  # seconds for one answer of the server


@dataclass(frozen=True)
class Receipt:
    """What the server acknowledged: a step of a question and the answer in it, and the entries that were sent."""

    attempt_id: int
    position: int
    seq: int
    text: str


@dataclass(frozen=True)
class Told:
    """An entry that the server acknowledged by its id, and how; told again it would say the same."""

    entry_id: str
    kind: str


@dataclass
class Client:
    """One officer at the number question of one attempt; sends the same entries again until they are told."""

    port: int
    uuid: str
    course: str
    lesson: str
    token: str
    cookie: str
    attempt_id: int
    position: int
    receipts: list[Receipt] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    broken: int = 0  # requests that were under way when the server died
    repeated: int = 0  # saves that had arrived, though their receipt had not
    wrong: list[str] = field(default_factory=list)
    _line: http.client.HTTPConnection | None = None
    _cookies: dict[str, str] = field(default_factory=dict)
    _csrf: str = ""
    _person: str = ""

    def run(self, stop: threading.Event) -> None:
        """Save until told to stop."""
        number = 1
        while not stop.is_set() and self._save_until_told(number, stop):
            number += 1
        self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None

    def _save_until_told(self, number: int, stop: threading.Event) -> bool:
        text = f"{number}.{self.attempt_id:04}"
        base = self.receipts[-1].seq if self.receipts else 0
        body = {"page": "page", "position": self.position, "client_seq": number, "base_seq": base}
        answer = self._entry("exams.answer", self.uuid, number, body | {"form": {"answer": [text], "unit": ["kg"]}})
        read = self._entry("courses.read", self.course, number, {"lesson": self.lesson, "version": "v"})
        while not stop.is_set():
            try:
                results = self._post([answer, read])
            except (OSError, http.client.HTTPException) as fault:
                self.broken += not isinstance(fault, ConnectionRefusedError)
                self._hang_up()
                stop.wait(0.05)
                continue
            if [one.get("state") in {"taken", "already"} for one in results] != [True, True]:
                self.wrong.append(json.dumps(results))
                return False
            self.repeated += results[0]["state"] == "already"
            self.receipts.append(Receipt(self.attempt_id, self.position, results[0]["seq"], text))
            self.told.append(Told(read["id"], read["kind"]))
            return True
        return False

    def _entry(self, kind: str, subject: str, seq: int, body: dict[str, object]) -> dict[str, object]:
        return {
            "id": str(uuid.uuid4()), "kind": kind, "subject": subject, "device": "phone", "seq": seq, "body": body
        }  # fmt: skip

    def _post(self, entries: list[dict[str, object]]) -> list[dict[str, object]]:
        if not self._csrf:
            told = self._ask("GET", "token")
            self._csrf, self._person = told["token"], told["person"]
        answered = self._ask("POST", "sync", json.dumps({"person": self._person, "entries": entries}))
        return answered.get("results", [answered])

    def _ask(self, method: str, what: str, body: str | None = None) -> dict[str, object]:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = {self.cookie: self.token} | self._cookies
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": self._csrf,
        }
        self._line.request(method, f"/offline/{what}", body, headers)
        answer = self._line.getresponse()
        text = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: one.value for name, one in SimpleCookie(header).items()}
        if answer.status >= 500:
            raise http.client.HTTPException(str(answer.status))
        return json.loads(text)
