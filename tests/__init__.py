"""The project's own tests: named as a package, since some library brings a package `tests` too."""
