"""A whole site for one test: a database of its own, web servers and workers, all real."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlencode

from tests.ports import free_port
from tooling.places import ROOT

TOKEN = "a" * 32  # of the browser, against forged requests
PRESSES = 5  # of one button, before a site that says it is busy is believed to stay so
TOLD = "SELECT count(*) = 0 FROM page_store_invalidation WHERE source = '' AND times_told < {}"
PURGED = (
    "SELECT count(*) = 0 FROM django_tasks_database_dbtaskresult"
    " WHERE task_path LIKE 'newsroom.purging.purge%' AND status <> 'SUCCESSFUL'"
)


class Site:
    """Starts processes of the site; `stop()` ends them all."""

    def __init__(self, database, folder):
        self.database = database
        self.processes = []
        self.actor = self.server = None
        (folder / "static").mkdir()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DATABASE_URL": database.url,
            "VAR_DIR": str(folder),
            "TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
            "SITE_URL": "http://testserver",
            "SURROGATE_KEYS": "xkey",
            "PURGE_KEYS_URLS": "http://127.0.0.1:1",
            "PAGE_STORE_MB": "16",
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(ROOT),
        }

    def stop(self):
        for process in self.processes:
            self.end(process)

    def end(self, process):
        # Also what it started itself, a web server's workers for instance.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def act(self, what, **how):
        """What a function of tests.faults.acts answers, run in a process of the site.

        One process does them all, with the environment that the site had at the first.
        """
        if self.actor is None:
            command = [sys.executable, "-m", "tests.faults.acts"]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self.actor = self._start(command, **pipes)
        print(json.dumps([what, how]), file=self.actor.stdin, flush=True)
        answer = self.actor.stdout.readline()
        assert answer, f"{what} failed: stderr says why."
        return json.loads(answer)

    def start_server(
        self,
        *,
        port=None,
        workers=1,
        threads=4,
        clock=None,
        application="newsroom.wsgi:application",
        options=None,
        stderr=None,
    ):
        """The port of a new web server, `site.server`; `clock` sets its clock "+3h" or "-3h".

        `options` are granian's, in place of ours; its log goes to the open file `stderr`.
        """
        port = port or free_port()
        command = [sys.executable, "-m", "granian", "--log-level", "error"]
        command += ["--host", "127.0.0.1", "--port", str(port)]
        if options is None:
            options = ["--interface", "wsgi", "--no-ws", "--workers", str(workers)]
            options += ["--blocking-threads", str(threads)]
        command += options
        self.server = self._start([*command, application], clock, stderr=stderr)
        for _ in range(1200):
            with contextlib.suppress(OSError):
                if ask(port, "/healthz")[0] == 200:
                    return port
            time.sleep(0.05)
        raise AssertionError("The web server does not answer.")

    def start_worker(self, *, clock=None):
        program = ["-m", "tests.faults.worker"] if clock else ["manage.py"]
        command = [sys.executable, *program, "work", "--interval", "0.1", "--verbosity", "0"]
        return self._start(command, clock)

    def _start(self, command, clock=None, **pipes):
        if clock:
            # Only the hour of the day is wrong: waiting and timeouts stay as they are.
            command = ["faketime", "-f", clock, *command]
        environment = self.environment | {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True, **pipes
        )
        self.processes.append(process)
        return process

    def wait_until_caches_know(self, *, times=1):
        """Until the workers have told them all that has changed so far, once or twice."""
        self.wait_until(TOLD.format(times))
        self.wait_until(PURGED)

    def wait_until(self, query, seconds=60):
        """Wait until the first column of the first row is true."""
        for _ in range(seconds * 20):
            if self.database.rows(query)[0][0]:
                return
            time.sleep(0.05)
        raise AssertionError(f"Not within {seconds} seconds: {query}")


def ask(port, path, *, method="GET", fields=None, cookies=None, is_text=True):
    """Status, headers and text (or bytes) of a web server's answer; redirects are not followed."""
    headers = {"Host": "testserver"}
    cookies = dict(cookies or {})
    body = None
    if fields is not None:
        method = "POST"
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
        cookies["csrftoken"] = TOKEN
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as browser:
        browser.request(method, path, body, headers)
        answer = browser.getresponse()
        body = answer.read()
        return answer.status, dict(answer.getheaders()), body.decode() if is_text else body


def click_publish(port, cookies, *stories):
    """Choose stories in the desk's list and press “Publish now”; the status of the answer.

    A site that is too busy says so (503), as SQLite does on a slow machine when a lock is not had
    in time: then it is pressed again, as an editor would.
    """
    fields = {"action": "publish", "index": "0", "select_across": "0"}
    fields |= {f"version-{pk}": "1" for pk in stories}
    for pk in stories:
        fields["_selected_action"] = pk
    for _ in range(PRESSES):
        status = ask(port, "/admin/articles/story/", fields=fields, cookies=cookies)[0]
        if status != 503:
            break
    return status
