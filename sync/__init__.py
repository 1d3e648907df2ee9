"""What is recorded, and how changes to it are reconciled. Pure: no framework, no clock, no randomness."""
