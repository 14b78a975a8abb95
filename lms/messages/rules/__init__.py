"""Rules of messages: when a letter is due, what a link to stop letters says, how long messages are kept."""
