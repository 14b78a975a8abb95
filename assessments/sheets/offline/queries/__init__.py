"""What is found of devices, and of the day that somebody keeps."""
