"""The office's board of referrals: how each stands, for how long, and what came of the need."""
