"""Errors that a person may be told about; one handler in `lms.web` renders them."""


class RuleBroken(Exception):
    """What was asked breaks a rule; the message is a sentence for the person who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadInput(RuleBroken):
    """One field holds something that cannot be taken; the message says how to mend it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Conflict(RuleBroken):
    """Somebody else was faster: what was asked no longer fits what stands now."""


class TooMany(RuleBroken):
    """Asked too often; `retry_after` says in how many seconds another try is let through."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotFound(Exception):
    """There is no such thing, or none that this person may see: the two answer alike."""
