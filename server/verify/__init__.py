"""`doorstep verify`: holds what is stored against change log, audit chain and what tablets witnessed."""
