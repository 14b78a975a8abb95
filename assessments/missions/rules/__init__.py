"""Judgements about missions, their reports and what is shown of them."""
