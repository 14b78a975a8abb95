"""The record of what happened as a page: found, said in words, exported."""
