"""One's own account: what others see of it, where it is signed in, and its end."""
