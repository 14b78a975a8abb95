"""A scheme as a folder of files: read with every fault by its file and line."""
