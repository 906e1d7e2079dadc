"""The look: base template, parts, template tags and the built assets. No tables, no queries."""
