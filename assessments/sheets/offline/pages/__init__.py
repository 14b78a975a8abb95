"""What a device is given to keep, and what is shown of sealed sheets."""
