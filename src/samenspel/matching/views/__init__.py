"""The screens of matching: coordinator, helper, and who asked."""
