"""Decisions about a person that they may object to: proposed by one, confirmed by another, judged by a third."""
