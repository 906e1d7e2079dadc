"""Pages composed from what the rooms below let this person see."""
