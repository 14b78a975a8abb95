"""The pages of applications: of who applies, and of who decides."""
