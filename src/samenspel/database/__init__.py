"""The database server under samenspel: where it is, how it starts and which roles it has.

Nothing here imports Django, so the command line stays quick and the settings can ask for a
connection before Django exists. Only Linux is supported for our own server; with DATABASE_URL
any PostgreSQL of version 16 or later will do.
"""
