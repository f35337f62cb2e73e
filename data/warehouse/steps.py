"""The steps of an import that changes the warehouse, in order.

The environment variable MINYI_KILL_AT=<step> makes a test's process kill itself there, as a
power cut would: no handler runs, no buffer is flushed.
"""

import os
import signal

STEPS = (
    "lock",  # 1 this process is the only writer
    "restored",  # 2 every table is what CURRENT says
    "staging",  # 3 amid preparing and validating
    "staged",  #   everything validated, nothing committed
    "table",  # 4 one table committed, others not
    "tables",  #   all tables committed
    "marts",  # 5 marts written
    "linked",  # 6 manifest in place, not pointed to
    "pointed",  # 7 CURRENT replaced
)


def reached(step: str) -> None:
    """Say that a step is reached; the end of the process where a test wants it so."""
    if step not in STEPS:
        raise ValueError(step)
    if os.environ.get("MINYI_KILL_AT") == step:
        os.kill(os.getpid(), signal.SIGKILL)
