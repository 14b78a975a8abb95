"""Officers who save answers as fast as they can, while servers die under them; each remembers every receipt."""

from __future__ import annotations

import http.client
import json
import threading
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

PATIENCE = 10  # seconds for one answer of the server


@dataclass(frozen=True)
class Receipt:
    """What the server acknowledged: a step of a question, and the answer in it."""

    attempt_id: int
    position: int
    seq: int
    text: str


@dataclass
class Client:
    """One officer at the number question of one attempt; sends the same save again until it has its receipt."""

    port: int
    uuid: str
    token: str
    cookie: str
    attempt_id: int
    position: int
    receipts: list[Receipt] = field(default_factory=list)
    broken: int = 0  # requests that were under way when the server died
    repeated: int = 0  # saves that had arrived, though their receipt had not
    wrong: list[str] = field(default_factory=list)
    _line: http.client.HTTPConnection | None = None
    _cookies: dict[str, str] = field(default_factory=dict)
    _csrf: str = ""

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
        form = {"answer": [text], "unit": ["kg"]}
        one = {"page": "page", "position": self.position, "client_seq": number, "base_seq": base, "form": form}
        while not stop.is_set():
            try:
                result = self._post({"saves": [one]})
            except (OSError, http.client.HTTPException) as fault:
                self.broken += not isinstance(fault, ConnectionRefusedError)
                self._hang_up()
                stop.wait(0.05)
                continue
            if result.get("verdict") not in {"taken", "repeated"}:
                self.wrong.append(json.dumps(result))
                return False
            self.repeated += result["verdict"] == "repeated"
            self.receipts.append(Receipt(self.attempt_id, self.position, result["seq"], text))
            return True
        return False

    def _post(self, body: dict[str, object]) -> dict[str, object]:
        if not self._csrf:
            self._csrf = self._ask("GET", "token")["token"]
        told = self._ask("POST", "answers", json.dumps(body))
        return told["results"][0] if "results" in told else told

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
        self._line.request(method, f"/attempts/{self.uuid}/{what}", body, headers)
        answer = self._line.getresponse()
        text = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: one.value for name, one in SimpleCookie(header).items()}
        if answer.status >= 500:
            raise http.client.HTTPException(str(answer.status))
        return json.loads(text)
