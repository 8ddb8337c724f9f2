"""Counters, in Prometheus's words, for all web processes of this machine together.

A scrape reaches any one of them, so all of them count in files that each can read (the
multiprocess mode of prometheus_client), in a folder of the server that has started them: after
a restart all begin at nought together, which Prometheus understands, and a process that is
started anew goes on from where its server was.

With METRICS off every function here does nothing.
"""

import os
import shutil
import time
from pathlib import Path
from threading import Lock

from django.conf import settings

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "harbour"
# What each says of itself; a name that is not here says nothing.
HELP = {
    "requests": "Answers by the name of their route and status.",
    "request_seconds": "Time to an answer's end, by the name of its route.",
    "query_seconds": "Time that the queries of a route took, in all.",
    "queries": "Queries of a route.",
    "pages": "Pages out of the page store (hit, kept) or made.",
}
SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REFRESHED_EACH = 5  # seconds

_lock = Lock()
_made = {}
_watched = {}
_state = {"is_on": False, "refreshed": 0.0}


def is_on():
    return _state["is_on"]


def start():
    """Begin to count, in a web process; to be called before anything is counted."""
    folder = settings.VAR_DIR / "metrics" / str(os.getppid())
    _forget_the_dead(folder.parent)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # read once, by the import below
    import prometheus_client  # noqa: F401

    _state["is_on"] = True


def _forget_the_dead(folder):
    for each in folder.glob("[0-9]*"):
        if not Path("/proc", each.name).exists():
            shutil.rmtree(each, ignore_errors=True)


def count(name, amount=1, **labels):
    """Add to a counter: `count("page_store_evictions")` is harbour_page_store_evictions_total.

    A name has the same labels wherever it is counted, and each label few values.
    """
    if is_on():
        _of("Counter", name, labels).inc(amount)


def observe(name, seconds, **labels):
    """Enter a duration into a histogram."""
    if is_on():
        _of("Histogram", name, labels, buckets=SECONDS).observe(seconds)


def watch(name, figures):
    """Have `figures()` asked for each some seconds, in every web process.

    It returns numbers by name, ({"bytes": 7}), and these are summed over the processes that live:
    harbour_<name>_bytes. It must be quick: a request waits for it.
    """
    _watched[name] = figures


def watched():
    """What this process's watched figures are, by name of their source."""
    return {name: figures() for name, figures in _watched.items()}


def refresh():
    """Ask what is watched, if it is time again."""
    now = time.monotonic()
    if is_on() and now - _state["refreshed"] > REFRESHED_EACH:
        _state["refreshed"] = now
        for source, figures in watched().items():
            for name, value in figures.items():
                gauge = _of("Gauge", f"{source}_{name}", {}, multiprocess_mode="livesum")
                gauge.set(value)


def _of(kind, name, labels, **how):
    made = _made.get(name)
    if made is None:
        import prometheus_client

        with _lock:
            made = _made.get(name)
            if made is None:
                words = HELP.get(name, name)
                how["registry"] = None  # what is read comes out of the files
                make = getattr(prometheus_client, kind)
                made = _made[name] = make(f"{PREFIX}_{name}", words, list(labels), **how)
    return made.labels(**labels) if labels else made


def written(gauges):
    """Everything as Prometheus reads it; `gauges` are tuples (name, help, {labels: value}).

    `labels` is a tuple of pairs, () for none.
    """
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.core import GaugeMetricFamily
    from prometheus_client.multiprocess import MultiProcessCollector

    class Now:
        def collect(self):
            for name, words, values in gauges:
                family = GaugeMetricFamily(
                    f"{PREFIX}_{name}", words, labels=[key for key, _ in next(iter(values), ())]
                )
                for labels, value in values.items():
                    family.add_metric([str(value) for _, value in labels], value)
                yield family

    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(Now())
    return generate_latest(registry)
