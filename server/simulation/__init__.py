"""The simulation: real reconciliation and real store, modelled tablets, every fault we can think of.

A schedule is a seed and a list of steps; the same ones give the same run. People's acts are kept in a
ledger of what each was shown and typed, and what must hold is written from that ledger.
"""
