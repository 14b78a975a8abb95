"""A mail server of a test: takes what comes, refuses what it is told to, and can go away and come back."""

import email
import email.policy
import socket
import threading


class Server:
    """Listens on one port of this computer while it is there; `offers` are the extensions that it names.

    `sender` is its answer to every MAIL; `recipients` its answers to single addresses; `greeting` its first words.
    A letter counts as taken once the answer to it was written.
    """

    def __init__(self, *offers, sender="", recipients=None, data="", greeting="220 ready", most=None):
        self.offers, self.sender, self.recipients = offers, sender, recipients or {}
        self.data, self.greeting, self.most = data, greeting, most
        self.said, self.letters, self.connections = [], [], 0
        self.lock, self.lines, self.threads = threading.Lock(), set(), []
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port = found.getsockname()[1]
        self.socket = None
        self.come()

    @property
    def address(self):
        return f"smtp://127.0.0.1:{self.port}"

    def come(self):
        """Listen."""
        self.socket = socket.create_server(("127.0.0.1", self.port))
        self._begin(self._listen, self.socket)

    def go(self):
        """Listen no more, and cut what is open."""
        if self.socket is not None:
            self.socket.shutdown(socket.SHUT_RDWR)
            self.socket.close()
            self.socket = None
        with self.lock:
            open_lines = list(self.lines)
        for line in open_lines:
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the other side was quicker
        for thread in self.threads:
            thread.join()
        self.threads.clear()

    def _begin(self, target, *given):
        self.threads.append(threading.Thread(target=target, args=given))
        self.threads[-1].start()

    def _listen(self, listening):
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with self.lock:
                self.lines.add(line)
                self.connections += 1
            self._begin(self._talk, line)

    def _talk(self, line):
        try:
            with line, line.makefile("rwb", buffering=0) as talk:
                self._serve(talk)
        except OSError:
            return  # the other side died
        finally:
            with self.lock:
                self.lines.discard(line)

    def _serve(self, talk):
        talk.write(f"{self.greeting}\r\n".encode())
        here = 0
        while words := talk.readline():
            said = words.decode().strip()
            self.said.append(said)
            if said.upper() == "DATA":
                here += self._take(talk)
                continue
            answer = self._answer(said)
            if self.most is not None and here >= self.most and said.upper() == "RSET":
                answer = "421 enough for one connection"
            talk.write(f"{answer}\r\n".encode())
            if answer.startswith(("221", "421")):
                return

    def _take(self, talk):
        talk.write(b"354 go on\r\n")
        lines = []
        while (one := talk.readline()) != b".\r\n":
            if not one:
                return 0
            lines.append(one)
        if self.data:
            talk.write(f"{self.data}\r\n".encode())
            return 0
        talk.write(b"250 taken\r\n")
        self.letters.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        return 1

    def _answer(self, said):
        words = said.upper()
        if words.startswith("EHLO"):
            return "\r\n".join(f"250-{offer}" for offer in ("here", *self.offers)) + "\r\n250 HELP"
        if words.startswith("MAIL") and self.sender:
            return self.sender
        if words.startswith("RCPT"):
            return self.recipients.get(said.partition("<")[2].partition(">")[0], "250 OK")
        if words.startswith("AUTH"):
            return "235 welcome"
        return "221 bye" if words == "QUIT" else "250 OK"
