"""Texts that coordinators teach with: our own words, in English and Spanish, at grade 6 or below."""
