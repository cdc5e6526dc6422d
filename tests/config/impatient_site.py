"""The site on a server that waits for a client for half a second only."""

from config import connections, wsgi

connections.PATIENCE = 0.5
application = wsgi.application
