"""Running an installation: serving, the demonstration, the doctor, backup and restore."""
