"""People, administrations, rights and contacts, found."""
