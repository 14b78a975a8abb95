"""What `make bench` measures: how fast and how light the product is, against a bare page of the same run."""
