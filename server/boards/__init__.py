"""What the office's boards are made of: facts that the server knows, each as of when it was told."""
