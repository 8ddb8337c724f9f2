"""`run.py site`: the web server and the worker on this machine, with a demo paper to look at."""

import hashlib
import os
import shutil
import sys

from newsroom.environment import EXIT_STATUS
from tooling import addresses, serving
from tooling.packages import INSTALLED, SITE_LOCK, install
from tooling.places import (
    PYTHON,
    ROOT,
    VAR,
    Parser,
    alone,
    call,
    local_environment,
    setting,
    stop,
)
from tooling.progress import Step, follow

# Where the site writes beside var, if somebody says so.
ELSEWHERE = (
    *("DATABASE_URL", "MEDIA_ROOT", "ORIGINALS_ROOT", "IMPORTS_ROOT", "ORIGINALS_BUCKET"),
    "VAR_DIR",
)


def run(arguments):
    """Serve until Ctrl+C. What was written stays for the next time, unless --fresh is given."""
    options = options_of(arguments)
    host, port = options.host, options.port
    addresses.ensure_port_is_free(host, port)
    if options.fresh:
        forget_everything(may_ask=not options.yes)
    install(SITE_LOCK)
    environment = environment_for(host, port)
    with alone():
        prepare(environment, empty=options.empty)
    addresses.ensure_port_is_free(host, port)  # the first time, preparing takes a while
    serving.serve(host, port, environment)


def options_of(arguments):
    parser = Parser(prog="run.py site")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on; 0.0.0.0 or :: lets phones in the same network in",
    )
    parser.add_argument("--port", type=addresses.port, default=8000)
    parser.add_argument(
        "--fresh",
        action="store_true",
        help="delete database, pictures and letters first; asks on a terminal",
    )
    parser.add_argument(
        "--empty", action="store_true", help="a paper of your own, without the demo's stories"
    )
    parser.add_argument("--yes", action="store_true", help="with --fresh: delete without asking")
    return parser.parse_args(arguments)


def run_manage(arguments):
    """Any Django command, with the environment of the local site."""
    install(SITE_LOCK)
    return call(PYTHON, "manage.py", *arguments, environment=local_environment())


def environment_for(host, port):
    """The environment of a site that listens there.

    Letters lead to the address that other devices know, if they may come. What somebody has set
    stays; an ALLOWED_HOSTS gets the hosts that --host asks for beside its own, but in production.
    """
    reached = [*addresses.reached_by(host), addresses.from_here(host)]
    accepted = addresses.accepted(host)
    environment = local_environment(
        SITE_URL=addresses.url(reached[0], port), ALLOWED_HOSTS=",".join(accepted)
    )
    if setting("ENVIRONMENT") != "production":
        # To look at the demo's desk nobody needs a telephone; from elsewhere they do.
        environment.setdefault("STAFF_SECOND_FACTOR", "except-on-this-machine")
    if setting("ALLOWED_HOSTS") and setting("ENVIRONMENT") != "production":
        environment["ALLOWED_HOSTS"] = ",".join([setting("ALLOWED_HOSTS"), *accepted])
    return environment


# --- --fresh ----------------------------------------------------------------------------


def forget_everything(may_ask=True):
    """Delete var, having said what that is; refuse when the site's data would be elsewhere.

    Somebody at a terminal is asked. Without a terminal --fresh is taken at its word.
    """
    for name in ELSEWHERE:
        if setting(name):
            stop(
                f"--fresh deletes only the folder var, but {name} names another place: "
                f"unset {name}, or empty that place yourself."
            )
    files = sum(len(names) for _, _, names in os.walk(str(VAR)))
    if not files:
        return
    with alone(VAR, wait=False) as is_ours:
        if not is_ours:
            stop("a site is running with what --fresh would delete: stop it first.")
    print(
        f"--fresh deletes {VAR} with its {files} files: the database with everything that was "
        "written, all pictures and letters.",
        flush=True,
    )
    if may_ask and somebody_is_there():
        ask()
    try:
        shutil.rmtree(str(VAR))
    except OSError as problem:
        stop(f"{problem.filename} cannot be deleted ({problem.strerror}): mend that.")


def somebody_is_there():
    return bool(sys.stdin) and sys.stdin.isatty() and sys.stdout.isatty()


def ask():
    try:
        answer = input("Delete all of it? [y/N] ")
    except EOFError:
        answer = ""
    if answer.strip().lower() not in ("y", "yes"):
        stop("nothing was deleted, and the site was not started.")


# --- Getting ready ----------------------------------------------------------------------


def prepare(environment, empty=False):
    """Database, static files and demo paper, as far as they are not there yet.

    With `empty`, one person in place of the demo; a paper with content is refused then.
    """
    database = Step("Database", "bringing its tables up to date")
    number = len(list(ROOT.glob("*/migrations/0*.py"))) + 40  # Django's and the packages'
    manage(database, ["migrate", "--no-color"], environment, r"^  Applying ", number)
    database.end()

    stamp, state = VAR / "static.stamp", static_state()
    if not stamp.exists() or stamp.read_text() != state:
        files = Step("Static files", "collecting styles, scripts and typefaces")
        files.begin()
        manage(files, ["collectstatic", "--no-input", "--no-color"], environment)
        stamp.write_text(state)
        files.end()
    # Which leaves a paper with content alone, and forgets a password that is none (any more).
    paper = Step("Demo paper", "writing stories and developing pictures")
    if empty:
        paper = Step("Paper", "making an empty one")
    if not (VAR / "demo-login.json").exists():
        paper.begin()
    command = ["load_demo", "--no-color", "--verbosity", "2", *(["--empty"] if empty else [])]
    said = manage(paper, command, environment, COUNTED)
    paper.end(said[-1] if said else "ready")


COUNTED = r"^(\d+) of (\d+)$"


def manage(step, command, environment, mark=COUNTED, total=0):
    """Have manage.py do its part of a step; gives what it said, or stops with its reason."""
    words = [PYTHON, "manage.py", *command]
    done = follow(step, words, mark, total, environment)
    if done.status == 0:
        if done.complaints:
            step.clear()
            print(done.complaints, end="", file=sys.stderr, flush=True)
        return done.said
    step.clear()
    if done.status == EXIT_STATUS:  # one sentence, about a variable
        stop(done.complaints.strip().partition(": ")[2])
    print("\n".join([*done.said, done.complaints.rstrip()]), file=sys.stderr, flush=True)
    return stop(
        f"“manage.py {command[0]}” did not succeed: mend what it says above, then run again."
    )


def static_state():
    """Changes when a static file of ours does, a package, or how newsroom treats them."""
    files = [INSTALLED]
    for pattern in ("static/**/*.*", "*/static/**/*.*", "newsroom/*.py"):
        files += sorted(path for path in ROOT.glob(pattern) if VAR not in path.parents)
    seen = [(str(path), path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(seen).encode("utf-8", "surrogateescape")).hexdigest()
