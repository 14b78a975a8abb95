"""The final exam of a course, opened for one person before what it waits for is done."""
