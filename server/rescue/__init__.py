"""Work that left a tablet as a sealed file: the agency's recovery key, the file, and the way in."""
