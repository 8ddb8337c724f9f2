"""What a kept page costs, beside nginx with the same bytes in a file, and beside a page made anew.

    .venv/bin/python -m benchmarks.store [--database URL] [--seconds 3] [--rounds 3]

Makes its own database as benchmarks.pages does and serves the demo's longest story with granian
(one worker, four threads) on one core; wrk asks from the other over eight connections, and takes
gzip as browsers do. Rounds take turns. Then, by processor time of the web server and of
PostgreSQL: stories as they are made, as they come from memory, and after a restart from disk; and
a hundred readers who ask at once for a page that nobody has made. Needs nginx and wrk.
"""

import contextlib
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.measuring import processor
from benchmarks.sites.demo import free_port, longest_story, serving, wait_for_answer
from benchmarks.sites.own import own_site, parse_arguments

CORE = 0  # of whoever answers
READERS = 100
NGINX = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/errors;
events {{}}
http {{
  access_log off; gzip_static always; open_file_cache max=10; types {{ text/html html; }}
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""
# What stands beside a place in the table, if it is not a file of nginx.
BESIDE_IT = dict.fromkeys(("through nginx", "a file of that nginx"), "a file of that nginx")
# As the server of deploy/nginx.conf is set up, with a file in place of the site.
BESIDE = """
server {{
  listen 127.0.0.1:{port} ssl http2;
  server_name localhost;
  ssl_certificate {folder}/fullchain.pem;
  ssl_certificate_key {folder}/key.pem;
  access_log {folder}/beside.log harbour;
  root {folder}; gzip_static always;
}}
"""


def main():
    for program in ("nginx", "wrk", "taskset"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is not installed, and this cannot be measured without.")
    chosen = parse_arguments(rounds=3, seconds=3.0)
    commands = (["load_demo"], ["collectstatic", "--no-input"])
    with own_site(chosen.database, *commands, PAGE_STORE_MB="64") as var:
        # The same for all, since it is a part of each address.
        stories, port = addresses_of_stories(), free_port()
        with site(port):
            print_costs("made", port, stories)
            print_costs("hit", port, stories)
            print_rates(port, longest_story(), chosen)
        with site(port):
            print_costs("kept", port, stories)
        (var / "pages.sqlite3").unlink(missing_ok=True)
        with site(port):
            print_crowd(port, longest_story())


def addresses_of_stories():
    from articles.models import Story

    stories = Story.objects.published().select_related("section")
    return [story.get_absolute_url() for story in stories]


@contextlib.contextmanager
def site(port):
    """The site on one core, once it has heard of its database and can keep pages."""
    with serving(port, "--blocking-threads", "4", pinned_to=CORE):
        while ask(port, "/corrections/")[1] not in ("hit", "kept"):
            time.sleep(0.1)
        time.sleep(1)
        yield


def ask(port, path, encoding="gzip"):
    """The body of an answer and how it came about."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as reader:
        reader.request("GET", path, headers={"Accept-Encoding": encoding})
        answer = reader.getresponse()
        assert answer.status == 200, (path, answer.status)
        return answer.read(), answer.headers.get("Server-Timing", "").rpartition("=")[2]


def print_costs(how, port, stories):
    """Processor milliseconds for a page, of pages that came about so."""
    before = processor_seconds(port)
    found = [ask(port, path)[1] for path in stories]
    # The demo has stories whose hour comes while this runs.
    assert found.count(how) > len(stories) * 0.9, (how, found)
    server, database = (
        (after - earlier) / len(stories) * 1000
        for after, earlier in zip(processor_seconds(port), before, strict=True)
    )
    print(f"{how:<6}{server:>8.2f} ms of the server{database:>8.2f} ms of the database")


def processor_seconds(port):
    """What the web server at this port and its connections to the database have used until now."""
    name = os.environ["DATABASE_URL"].rpartition("/")[2]
    return processor.of_server(port), processor.of_database(name)


def print_rates(port, path, chosen):
    body, _ = ask(port, path)
    places = {}
    with (
        file_served(body) as of_nginx,
        floor_served(body) as of_floor,
        proxy_before(port, body) as (of_proxy, of_its_file),
    ):
        places["in the store"] = f"http://127.0.0.1:{port}{path}"
        places["a file of nginx"] = f"http://127.0.0.1:{of_nginx}/story.html"
        places["granian itself"] = f"http://127.0.0.1:{of_floor}/"
        # By its name: it ends TLS for no other.
        places["through nginx"] = f"https://localhost:{of_proxy}{path}"
        places["a file of that nginx"] = f"https://localhost:{of_its_file}/story.html"
        found = {name: [] for name in places}
        for _ in range(chosen.rounds):
            for name, place in places.items():
                found[name].append(rate(place, chosen.seconds))
    medians = {name: statistics.median(rates) for name, rates in found.items()}
    print(f"\n{len(body):,} bytes, compressed{'a second':>12}{'of nginx':>10}")
    for name, median in medians.items():
        beside = (
            "a file of that nginx" if "that" in name or "through" in name else "a file of nginx"
        )
        print(f"{name:<25}{median:>12,.0f}{median / medians[beside]:>10.2f}")


def rate(address, seconds):
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c8", f"-d{seconds:g}s"]
    command += ["-H", "Accept-Encoding: gzip", address]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in said, said
    return float(re.search(r"Requests/sec:\s*([0-9.]+)", said)[1])


@contextlib.contextmanager
def file_served(body):
    """nginx with these bytes in a file, on the same core; gives its port."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        Path(folder, "story.html.gz").write_bytes(body)
        Path(folder, "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        command = ["taskset", "-c", str(CORE), "nginx", "-c", f"{folder}/nginx.conf"]
        with ended(subprocess.Popen(command, stderr=subprocess.DEVNULL)):
            wait_for_answer(port)
            yield port


@contextlib.contextmanager
def proxy_before(port, body):
    """deploy/nginx.conf before the site, and in the same nginx these bytes in a file; its ports."""
    from tests.faults.before_the_site.nginx import Proxy

    beside = free_port()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        Path(folder, "story.html.gz").write_bytes(body)
        os.sched_setaffinity(0, {CORE})  # whom we start stays there
        more = BESIDE.format(folder=folder, port=beside)
        proxy = Proxy(Path(folder), port, name="localhost", more=more)
        os.sched_setaffinity(0, set(range(os.cpu_count())))
        try:
            yield proxy.port, beside
        finally:
            proxy.stop()


@contextlib.contextmanager
def floor_served(body):
    """granian with an application that does nothing but answer with these bytes."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "body").write_bytes(body)
        Path(folder, "floor.py").write_text(
            "body = open('body', 'rb').read()\n"
            "headers = [('content-length', str(len(body))), ('content-encoding', 'gzip')]\n"
            "headers += [(f'x-header-{n}', 'as long as the others ' * 3) for n in range(12)]\n"
            "def application(environ, start_response):\n"
            "    start_response('200 OK', headers)\n"
            "    return [body]\n"
        )
        command = ["taskset", "-c", str(CORE), sys.executable, "-m", "granian"]
        command += ["--interface", "wsgi", "--no-ws", "--log-level", "error", "--workers", "1"]
        command += ["--blocking-threads", "4", "--port", str(port), "floor:application"]
        with ended(subprocess.Popen(command, cwd=folder)):
            wait_for_answer(port)
            yield port


@contextlib.contextmanager
def ended(process):
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def print_crowd(port, path):
    """Many readers at once for one page that nobody has made, beside one reader for another."""
    other = next(each for each in addresses_of_stories() if each != path)
    begun = time.monotonic()
    assert ask(port, other)[1] == "made"
    alone, seen = time.monotonic() - begun, []
    crowd = [threading.Thread(target=lambda: seen.append(ask(port, path)[1]))
             for _ in range(READERS)]  # fmt: skip
    begun = time.monotonic()
    for reader in crowd:
        reader.start()
    for reader in crowd:
        reader.join()
    took = time.monotonic() - begun
    print(
        f"\n{READERS} readers at once: {seen.count('made')} made, all answered after "
        f"{took * 1000:.0f} ms; one reader alone {alone * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
