"""The settings of an installation that was given none, whatever the developer's environment and .env say."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from dotenv import dotenv_values

os.environ |= dict.fromkeys(dotenv_values(Path(__file__).parents[1] / ".env.example"), "")  # blank is the same as none
os.environ["SECRET_KEY"] = "of the tests"

from config.settings import *  # noqa: F403 - these are the settings, once the environment is clean

# Each of Django's clients loads the middleware anew: what it looks at first is only looked at when it is asked for.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the safe ones take long on purpose
CLIENT_REQUESTS_PER_MINUTE = 0  # to count them asks the database, also where a test has none; those of limits set it
METRICS_DIR = Path(tempfile.mkdtemp(prefix="figures-"))  # this process's alone
atexit.register(shutil.rmtree, METRICS_DIR, ignore_errors=True)
