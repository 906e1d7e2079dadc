"""The weekly care plan: own network first, then neighbours and volunteers, then professionals.

Visits, suppliers and relations go in; a plan with a proven bound on its cost comes out.
"""
