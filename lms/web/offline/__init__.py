"""What a browser may keep of the pages, and its service worker."""
