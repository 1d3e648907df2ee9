"""What holds for every test."""

from hypothesis import settings

# A shared machine is sometimes slow: a property is about what is true, not about how fast it is shown.
settings.register_profile("doorstep", deadline=None, print_blob=True)
settings.load_profile("doorstep")
