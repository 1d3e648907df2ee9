"""The board of transitions: an index beside the records, its pages, and its route."""
