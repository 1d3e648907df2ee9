"""The agency's directory: facilities and services, as they are published and as the agency knows them."""
