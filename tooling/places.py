"""Where things are, how a program is started there, and how run.py ends when it cannot go on."""

import os
import secrets
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def setting(name):
    """What the environment says, or else .env, which the site itself reads too. Empty is unset."""
    path = ROOT / ".env"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = (line.partition("=") for line in lines if not line.lstrip().startswith("#"))
    values = {key.strip(): value.strip(" '\"") for key, _, value in pairs}
    return os.environ.get(name) or values.get(name)


# Everything the site writes.
VAR = Path(setting("VAR_DIR") or ROOT / "var")


def stop(sentence):
    """End with one sentence that says what to do, never with a traceback."""
    raise SystemExit(f"run.py: {sentence}")


def call(*command, environment=None):
    """Run a program in the repository, before the eyes of the person, and tell its status."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode


def quietly(*command):
    """Run a program and keep what it says for us."""
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def local_environment(**defaults):
    """What the site needs on this machine; every value that is set already is respected."""
    VAR.mkdir(parents=True, exist_ok=True)
    key = VAR / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(64))
    defaults["SECRET_KEY"] = key.read_text()
    unset = {name: value for name, value in defaults.items() if not setting(name)}
    return {**os.environ, **unset}
