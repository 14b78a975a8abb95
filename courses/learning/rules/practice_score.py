"""Running score of a practice quiz, carried in `?so-far=`; it is not stored."""

import re
from dataclasses import dataclass

NOT_YET = "-"
SIGNS = {"right": "r", "partly": "p", "wrong": "w"}
SHAPE = re.compile(f"[{NOT_YET}{''.join(SIGNS.values())}]*")


@dataclass(frozen=True)
class PracticeScore:
    """A sign for each check of the page, in order."""

    signs: str

    @property
    def all(self) -> int:
        """The checks of the page."""
        return len(self.signs)

    @property
    def answered(self) -> int:
        """Those with a result."""
        return self.all - self.signs.count(NOT_YET)

    @property
    def right(self) -> int:
        """Those whose last answer was right."""
        return self.signs.count(SIGNS["right"])

    @property
    def partly(self) -> int:
        """Those whose last answer was partly right."""
        return self.signs.count(SIGNS["partly"])

    def noted(self, place: int, outcome: str) -> "PracticeScore":
        """With the result of one more answer; an answer that could not be judged changes nothing."""
        sign = SIGNS.get(outcome)
        return PracticeScore(self.signs[:place] + sign + self.signs[place + 1 :]) if sign else self


def practice_score_of(said: str, checks: int) -> PracticeScore:
    """The running score that a page carried on; one that does not fit its checks counts from the beginning."""
    fits = len(said) == checks and SHAPE.fullmatch(said)
    return PracticeScore(said if fits else NOT_YET * checks)
