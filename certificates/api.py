"""What other packages may use of certificates."""

from certificates.credentials.rules.award import Evidence, Genre
from certificates.credentials.rules.lifecycle import Standing
from certificates.credentials.services.claims import AchievementEarned, Source, Terms, take_up

__all__ = [
    "AchievementEarned",
    "Evidence",
    "Genre",
    "Source",
    "Standing",
    "Terms",
    "take_up",
]
