"""The files that carry a credential, and the folder that verifies without the site."""
