"""The screens of matching: for the coordinator, the helper and the person who asked."""
