"""The official list: read from the file that an administrator sends, and kept in the storage."""
