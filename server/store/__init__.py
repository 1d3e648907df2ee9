"""What the server keeps: the database, its tables, and the repository that reads and writes them."""
