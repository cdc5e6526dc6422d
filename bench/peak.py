"""Run a command and print the peak memory of any one of its processes: `python -m bench.peak COMMAND ...`."""

import resource
import subprocess
import sys

subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - what it is for
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
