"""The restricted roster: holders who agreed to be listed, found by authorised bodies, never by name."""
