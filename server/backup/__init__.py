"""Backups: taken while the server runs, always sealed to a key that the administrator names, and restored."""
