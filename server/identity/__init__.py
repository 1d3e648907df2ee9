"""Who is asking: people, invites, passkeys, tablets, sessions and the proof that every request carries."""
