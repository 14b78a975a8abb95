"""The demonstration, loaded once for all these tests."""
