"""The office's review: what it checks, which visits wait for it, who looks at one, what may be approved.

`checks.lines_of` says what the tablet says before signing; `projection` keeps the queue beside the records;
`approval` is asked by the sync engine before a visit becomes approved. The routes are in `server/office`.
"""
