"""What holds of rooms, codes, times and supervision, as pure judgements."""
