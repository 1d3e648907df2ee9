"""A week of work against a server that runs, by people in software, and what they see of it in the end."""
