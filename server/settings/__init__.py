"""Settings of care as data: the packs that we ship, what is wrong with one, and which of them an agency uses.

`shape` is the schema of a pack, `check` everything that can be wrong with one, `builtin` those that come with
the program, `combine` what several come to together, `publishing` how they reach tablets.
"""
