"""Rules of surveys: pure judgements of forms, answers, sums and times."""
