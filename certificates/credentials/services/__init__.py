"""What changes credentials: claims, confirming, making, ending, publishing."""
