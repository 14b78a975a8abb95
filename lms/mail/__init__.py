"""Letters by e-mail: written with their cause, sent by the worker, waiting as long as it takes."""
