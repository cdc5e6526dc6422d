"""What all tests may ask for."""

pytest_plugins = ["tests.databases", "tests.servers", "tests.browser"]  # in the order of their imports
