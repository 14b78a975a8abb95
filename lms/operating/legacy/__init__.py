"""An installation of 0.1, brought across; a later baseline replaces what stands here."""
