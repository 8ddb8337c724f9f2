"""Whether the web server of this machine answers, or with --worker whether a worker is at work: for
whoever starts them anew when not. Another address may be given. Ends with 0, or with 1 and a
sentence.
"""

import sys
import urllib.error
import urllib.request

ADDRESS = "http://127.0.0.1:8000/healthz"
PATIENCE = 4  # seconds
SILENT_AFTER = 120  # seconds


def web(address=ADDRESS):
    """Why it does not answer, or ""."""
    # Not through a proxy that the environment may name.
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        browser.open(address, timeout=PATIENCE).close()
    except OSError as problem:
        return f"{address} does not answer: {problem}"
    return ""


def worker():
    """Why no worker counts as at work, or ""."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from newsroom.machine.models import Worker

    seconds = Worker.objects.seconds_since_seen()
    if seconds is None:
        return "No worker was ever at work."
    return f"No worker for {seconds:.0f} seconds." if seconds > SILENT_AFTER else ""


def main(arguments):
    asked = [each for each in arguments if each != "--worker"]
    trouble = worker() if "--worker" in arguments else web(*asked[:1])
    if trouble:
        sys.stdout.write(f"{trouble}\n")
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
