"""`run.py site`: the web server and the worker on this machine, with a demo paper to look at."""

import argparse
import errno
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from tooling.packages import INSTALLED, SITE_LOCK, install
from tooling.places import PYTHON, ROOT, VAR, call, local_environment, setting, stop


def run(arguments):
    """Serve until Ctrl+C. What was written stays for the next time, unless --fresh is given."""
    parser = argparse.ArgumentParser(prog="run.py site")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fresh", action="store_true", help="forget database and pictures first")
    options = parser.parse_args(arguments)

    ensure_port_is_free(options.host, options.port)
    if options.fresh:
        forget_everything()
    install(SITE_LOCK)
    everywhere = options.host in ("0.0.0.0", "::")  # noqa: S104
    name = "localhost" if everywhere else options.host
    address = f"http://[{name}]:{options.port}" if ":" in name else f"http://{name}:{options.port}"
    hosts = [name, "localhost", "127.0.0.1", "[::1]", *([socket.gethostname()] * everywhere)]
    environment = local_environment(SITE_URL=address, ALLOWED_HOSTS=",".join(hosts))
    prepare(environment)
    ensure_port_is_free(options.host, options.port)  # the first time, preparing takes a while
    serve(options.host, options.port, address, environment)


def run_manage(arguments):
    """Any Django command, with the environment of the local site."""
    install(SITE_LOCK)
    return call(PYTHON, "manage.py", *arguments, environment=local_environment())


def ensure_port_is_free(host, port):
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except (OSError, OverflowError) as problem:
        if getattr(problem, "errno", None) == errno.EADDRINUSE:
            stop(f"port {port} is taken: stop what runs there or choose another with --port.")
        stop(f"cannot listen on {host} port {port} ({problem}): choose another --host or --port.")


def forget_everything():
    """Delete var, and refuse when the site's data would be elsewhere."""
    for name in ("DATABASE_URL", "MEDIA_ROOT", "VAR_DIR"):
        if setting(name):
            stop(
                f"--fresh deletes only the folder var, but {name} names another place: "
                f"unset {name}, or empty that place yourself."
            )
    shutil.rmtree(VAR, ignore_errors=True)


def prepare(environment):
    """Database, static files and demo paper, as far as they are not there yet."""
    kept = [VAR / "db.sqlite3", VAR / "demo-login.json"]
    has_paper = not setting("DATABASE_URL") and all(path.exists() for path in kept)
    manage(environment, "migrate", "--verbosity", "0")
    stamp, state = VAR / "static.stamp", static_state()
    if not stamp.exists() or stamp.read_text() != state:
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        stamp.write_text(state)
    if not has_paper:
        manage(environment, "load_demo")  # which leaves a paper with content alone


def static_state():
    """Changes when a static file of ours does, a package, or how newsroom treats them."""
    files = [INSTALLED]
    for pattern in ("static/**/*.*", "*/static/**/*.*", "newsroom/*.py"):
        files += sorted(path for path in ROOT.glob(pattern) if VAR not in path.parents)
    seen = [(str(path), path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def manage(environment, *command):
    if call(PYTHON, "manage.py", *command, environment=environment):
        stop(f"“manage.py {command[0]}” did not succeed: mend what it says above, then run again.")


def serve(host, port, address, environment):
    """The web server and the worker side by side; when one ends, both do."""
    server = [PYTHON, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"]
    server += ["--host", host, "--port", port, "--workers", 1, "--blocking-threads", 4]
    server += ["--workers-kill-timeout", 5, "newsroom.wsgi:application"]
    worker = [PYTHON, "manage.py", "work", "--verbosity", 0]

    processes = {}
    on_signal(lambda *_: sys.exit(0))
    try:
        processes["web server"] = start(server, environment)
        wait_for_answer(address, processes)
        processes["worker"] = start(worker, environment)
        announce(address, (setting("DESK_PATH") or "admin").strip("/"))
        while True:
            ensure_alive(processes)
            time.sleep(0.5)
    finally:
        on_signal(signal.SIG_IGN)  # the end is bounded, a second Ctrl+C would leave half of it
        end(processes.values())


def start(command, environment):
    # In a session of its own, so that Ctrl+C reaches it once, through us.
    words = [str(word) for word in command]
    return subprocess.Popen(words, cwd=ROOT, env=environment, start_new_session=True)


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


def announce(address, desk):
    print(f"\nThe Harbour Record is at {address}/\n           its desk at {address}/{desk}/")
    login = VAR / "demo-login.json"
    if login.exists():
        editor = json.loads(login.read_text())
        print(f"            sign in as {editor['email']} with {editor['password']}")
        print(f"letters go to {VAR.name}/letters/ until SMTP_HOST names a mail server")
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
