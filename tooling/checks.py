"""`run.py check`: what can be known without a test, and what the pages weigh.

With --quick only what takes seconds, for each commit: style of code and of templates.
"""

from tooling.packages import TEST_LOCK, install
from tooling.places import PYTHON, ROOT, VENV, Parser, call, local_environment

# Made-up values in the shape of a real newsroom's: what a deployment must get right.
PRODUCTION = {
    "ENVIRONMENT": "production",
    "DEBUG": "off",
    "SECRET_KEY": "only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "SITE_URL": "https://news.example",
    "ALLOWED_HOSTS": "news.example",
    "DATABASE_URL": "postgres://harbour:secret@127.0.0.1:5432/harbour",
    "CACHE_URL": "rediscache://127.0.0.1:6379/1",
    "SMTP_HOST": "smtp.news.example",
    "TRUSTED_PROXIES": "1",
}


def checks():
    """Name, command and environment of every check, in order. A new check is a new line."""
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    here = local_environment()
    tools = VENV / "bin"
    manage = [PYTHON, "manage.py"]
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    yield "Python style", [tools / "ruff", "check"], here
    yield "Python format", [tools / "ruff", "format", "--check"], here
    yield "who imports whom", [tools / "lint-imports", "--no-cache", "--no-logo"], here
    yield "template format", [tools / "djade", "--check", *templates], here
    yield "template style", [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"], here
    yield "migrations", [*manage, "makemigrations", "--check", "--dry-run"], here
    yield "migrations on a live site", [PYTHON, "-m", "tooling.live_migrations"], here
    yield "translations", [*manage, "translations", "--check"], here
    yield "settings", [*manage, "check"], here
    yield "a production's settings", deploy, {**here, **PRODUCTION}
    yield "what pages weigh", [PYTHON, "-m", "benchmarks.budgets"], here


# Those that start neither Django nor a browser.
QUICK = ("Python style", "Python format", "template format", "template style")


def run(arguments):
    """Run every check, also after one has failed, and say how each ended; 1 if one failed."""
    parser = Parser(prog="run.py check")
    parser.add_argument("--quick", action="store_true", help="only what takes seconds")
    options = parser.parse_args(arguments)
    install(TEST_LOCK)
    results, left_out = [], []
    for name, command, environment in checks():
        if options.quick and name not in QUICK:
            left_out.append(name)
            continue
        print(f"--- {name}", flush=True)
        results.append((name, call(*command, environment=environment) == 0))
    print("---")
    for name, passed in results:
        print(f"{'ok    ' if passed else 'FAILED'}  {name}")
    if left_out:
        print(f"left out by --quick: {', '.join(left_out)}")
    return 0 if all(passed for _, passed in results) else 1
