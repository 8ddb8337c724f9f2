"""The web server and the worker of `run.py site`, from their start to their end."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from tooling import addresses
from tooling.places import PYTHON, ROOT, VAR, alone, setting, stop


def serve(host, port, environment):
    """Both side by side. One that ends by itself is started again, unless that does not help."""
    server = [PYTHON, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"]
    server += ["--host", host, "--port", port, "--workers", 1, "--blocking-threads", 4]
    server += ["--workers-kill-timeout", 5, "--respawn-failed-workers", "--respawn-interval", 0.5]
    server += ["newsroom.wsgi:application"]
    worker = [PYTHON, "manage.py", "work", "--verbosity", 0]
    here = addresses.url(addresses.from_here(host), port)

    processes = {}
    on_signal(lambda *_: sys.exit(0))
    try:
        # Held so that no --fresh deletes what is in use.
        with alone(VAR, shared=True):
            processes["web server"] = start(server, environment)
            wait_for_answer(here, processes)
            processes["worker"] = start(worker, environment)
            others = [addresses.url(each, port) for each in addresses.reached_by(host)]
            announce(here, others, (setting("DESK_PATH") or "admin").strip("/"))
            revive = Reviving({"web server": server, "worker": worker}, environment)
            while True:
                revive(processes)
                time.sleep(0.5)
    finally:
        on_signal(signal.SIG_IGN)  # the end is bounded, a second Ctrl+C would leave half of it
        end(processes.values())


def start(command, environment):
    # In a session of its own, so that Ctrl+C reaches it once, through us.
    words = [str(word) for word in command]
    return subprocess.Popen(words, cwd=str(ROOT), env=environment, start_new_session=True)


def on_signal(answer):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, answer)


def wait_for_answer(address, processes):
    """Return with the first answer of the web server, whatever it says."""
    # Not through a proxy that the environment may name: it cannot see this machine.
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(600):
        ensure_alive(processes)
        try:
            browser.open(address, timeout=30).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    stop(f"nothing answers at {address}: look for the reason above and run this again.")


def ensure_alive(processes):
    for name, process in processes.items():
        if process.poll() is not None:
            stop(f"the {name} ended by itself: mend what it says above, then run again.")


class Reviving:
    """Starts again what has ended by itself: a process that the system killed for want of memory.

    What ends MOST_ENDS times within WHILE is broken, and everything stops with a word about it.
    """

    MOST_ENDS = 5
    WHILE = 60  # seconds

    def __init__(self, commands, environment):
        self.commands, self.environment = commands, environment
        self.ends = {name: [] for name in commands}

    def __call__(self, processes):
        for name, process in list(processes.items()):
            if process.poll() is None:
                continue
            now = time.monotonic()
            self.ends[name] = [at for at in self.ends[name] if now - at < self.WHILE] + [now]
            if len(self.ends[name]) >= self.MOST_ENDS:
                stop(f"the {name} ends again and again: mend what it says above, then run again.")
            ended = f"The {name} ended by itself ({process.returncode})"
            print(f"{ended} and is started again.", flush=True)
            kill_group(process.pid)  # what it has left behind would be in the way
            processes[name] = start(self.commands[name], self.environment)


def kill_group(number):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)


def announce(address, others, desk):
    """Say where the site is, from here and from other devices, and who may sign in."""
    lines = [("The Harbour Record is at", f"{address}/"), ("its desk at", f"{address}/{desk}/")]
    lines += [("from other devices", f"{each}/") for each in others]
    login = VAR / "demo-login.json"
    if login.exists():
        editor = json.loads(login.read_text(encoding="utf-8"))
        lines.append(("sign in as", f"{editor['email']} with {editor['password']}"))
    widest = max(len(what) for what, _ in lines)
    print("\n" + "\n".join(f"{what.rjust(widest)} {where}" for what, where in lines))
    if not setting("SMTP_HOST"):
        print(f"Letters go to {VAR.name}/letters/ until SMTP_HOST names a mail server.")
    print(f"Ctrl+C stops it; what was written stays in {VAR.name}/.", flush=True)


def end(processes, patience=10):
    """Ask every process to finish what it is doing, and insist after some seconds."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + patience
    for process in processes:
        try:
            process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
