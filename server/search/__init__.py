"""Search over charts: what of them is searched, the index beside the records, and what a person finds.

The index is caught up with the records before each answer, so no writer knows of it. It holds folded words
and no sentence: what a finder is shown is read from the record itself, in the snapshot that also says whom
she may see.
"""
