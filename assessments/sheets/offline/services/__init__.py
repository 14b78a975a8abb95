"""What is done with devices and with sealed sheets that came."""
