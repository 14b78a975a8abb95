"""Offline outbox: what a page kept on a device and sent later, taken once each, with a receipt."""
