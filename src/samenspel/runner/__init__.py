"""Run the parts of an installation together: database, web server, background worker."""
