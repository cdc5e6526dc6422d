"""Faults and kills under load, on the deployment that is shipped: `python -m fuzz.chaos [KILLS] [SEED] [FAULTS]`.

Clients ask for everything all the time, while one thing after the other goes wrong: the database, Redis, disks, the
model, the clock; then processes of all kinds are killed, so many times. Meanwhile each answer is what was asked for or
says when to come again; afterwards all is well without a restart; in the end everything that was answered is there and
counted, and all jobs are made. FAULTS names those that are tried, by parts of their names. The exit status is 1 if
anything was wrong.
"""

import sys
from collections.abc import Sequence

from bench.deployment import Missing
from fuzz.chaos.trial import run


def main(arguments: Sequence[str]) -> int:
    """Try everything; return how many things were wrong."""
    kills, seed, faults = (*arguments, *("100", "7", "")[len(arguments) :])
    try:
        trial = run(kills=int(kills), seed=int(seed), named=faults)
    except Missing as missing:
        sys.exit(str(missing))
    sys.stdout.write(trial.table())
    for fault in trial.wrong:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{trial.summary()}\n")
    return len(trial.wrong)


if __name__ == "__main__":
    raise SystemExit(min(main(sys.argv[1:]), 1))
