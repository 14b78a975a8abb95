"""The part of missions in the demonstration, and the people of practical assessment."""
