"""The shape of what people type about accounts, rights, administrations and contacts."""
