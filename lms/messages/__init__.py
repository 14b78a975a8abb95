"""Messages: what people are told in an inbox, and by letters as each of them chose."""
