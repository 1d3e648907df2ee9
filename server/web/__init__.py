"""What every request and every answer goes through, whatever it is about."""
