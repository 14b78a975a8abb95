"""Surface clues: what gives a key away to somebody who knows nothing of the subject."""
