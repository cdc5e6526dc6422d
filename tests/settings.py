"""The settings of an installation that was given none, whatever the developer's environment and .env say."""

import os
from pathlib import Path

from dotenv import dotenv_values

os.environ |= dict.fromkeys(dotenv_values(Path(__file__).parents[1] / ".env.example"), "")  # blank is the same as none
os.environ["SECRET_KEY"] = "of the tests"

from config.settings import *  # noqa: F403 - these are the settings, once the environment is clean
