"""Settings: ``development`` (and demo), ``production`` and ``test``, on the common ``base``.

The command line picks ``development`` unless DJANGO_SETTINGS_MODULE says otherwise.
"""
