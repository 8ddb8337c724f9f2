"""What pages cost in processor time, beside another checkout of this project in the same run.

    .venv/bin/python -m benchmarks.against OTHER_CHECKOUT [--rounds 5] [--times 40]

Both get a copy of one demo paper on SQLite, made by the other checkout and migrated by each. They
take turns, each time in a process of its own, so that whatever else the machine does hits both. The
median of the rounds' ratios counts; it ends with 1 if a page costs 3 % more than there.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ONE_CHECKOUT = Path(__file__).with_name("sites") / "one_checkout.py"
MAX_RATIO = 1.03


def main():
    options = argparse.ArgumentParser()
    options.add_argument("other", type=Path)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--times", type=int, default=40)
    chosen = options.parse_args()
    other = chosen.other.resolve()
    with tempfile.TemporaryDirectory(prefix="harbour-bench-") as folder:
        there, here = Path(folder, "there"), Path(folder, "here")
        there.mkdir()
        manage(other, there, "migrate", "--verbosity", "0")
        manage(other, there, "load_demo")
        shutil.copytree(there, here)
        manage(ROOT, here, "migrate", "--verbosity", "0")
        rounds = [
            (measured(other, there, chosen.times), measured(ROOT, here, chosen.times))
            for _ in range(chosen.rounds)
        ]
    return report(rounds)


def manage(root, var, *words):
    subprocess.run([python(root), "manage.py", *words], cwd=root, env=environment(var), check=True)


def measured(root, var, times):
    """Milliseconds of processor time by name of what was asked for."""
    command = [python(root), str(ONE_CHECKOUT), str(times)]
    done = subprocess.run(
        command, cwd=root, env=environment(var), check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def python(root):
    own = root / ".venv" / "bin" / "python"
    return str(own if own.exists() else sys.executable)


def environment(var):
    return os.environ | {
        "VAR_DIR": str(var),
        "DATABASE_URL": "",
        "SECRET_KEY": "only for this benchmark, whose site nobody else can reach",
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "ENVIRONMENT": "local",
        "LOG_LEVEL": "ERROR",
        "HASH_STATIC_FILES": "off",
        "PYTHONWARNINGS": "ignore",
    }


def report(rounds):
    """Print a line for each page; return 1 if one is dearer than it may be."""
    print(f"{'':<20}{'there, ms':>10}{'here, ms':>10}{'ratio':>8}")
    too_dear = []
    for name in rounds[0][0]:
        there, here = (statistics.median(found[side][name] for found in rounds) for side in (0, 1))
        ratio = statistics.median(mine[name] / theirs[name] for theirs, mine in rounds)
        print(f"{name:<20}{there:>10.2f}{here:>10.2f}{ratio:>8.3f}")
        if ratio > MAX_RATIO:
            too_dear.append(name)
    if too_dear:
        print(f"More than {MAX_RATIO:.2f} of the other checkout: {', '.join(too_dear)}")
    return int(bool(too_dear))


if __name__ == "__main__":
    sys.exit(main())
