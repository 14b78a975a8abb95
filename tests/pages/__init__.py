"""Every page of the product in every state, as somebody with a phone and somebody at a desk sees it."""
