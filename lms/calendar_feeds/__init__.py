"""Calendar feeds: the private address at which a calendar program fetches what is planned for a person."""
