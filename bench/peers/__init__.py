"""The public peers that sync is measured against: installed, started and ended by the bench itself."""
