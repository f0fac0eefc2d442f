"""Django's collectstatic: the command line, and a Django app with the management commands of that name."""
