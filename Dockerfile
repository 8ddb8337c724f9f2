# The site in a container: `docker build --target site .`, and before it `--target proxy`.
# deploy/compose.yaml puts them together; deploy/README.md says how.

FROM python:3.13-slim-trixie AS packages
COPY requirements.lock /tmp/
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/requirements.lock

FROM python:3.13-slim-trixie AS site
# pg_dump and pg_restore, for backups.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/harbour --create-home harbour \
    # A volume takes the owner of what it is put over; else it would be root's.
    && install -d -o harbour -g harbour /srv/backups
COPY --from=packages /opt/venv /opt/venv
COPY . /srv/harbour
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/harbour
WORKDIR /srv/harbour
USER harbour
VOLUME ["/var/lib/harbour", "/srv/backups"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["python", "-m", "newsroom.machine.alive"]
CMD ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "--respawn-interval", "0.5", \
     "--workers-kill-timeout", "20", "newsroom.wsgi:application"]

FROM debian:trixie-slim AS proxy
RUN apt-get update \
    && apt-get install -y --no-install-recommends nginx libnginx-mod-http-cache-purge \
    && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-enabled/default \
    && install -d -o www-data /var/cache/nginx /var/cache/nginx/harbour \
    && chown -R www-data /etc/nginx/conf.d /var/log/nginx /var/lib/nginx
COPY deploy /srv/harbour/deploy
# What the proxy says while the site does not answer.
COPY templates/500.html templates/503.html /srv/harbour/templates/
USER www-data
EXPOSE 80 443
HEALTHCHECK --interval=15s --timeout=5s CMD ["test", "-s", "/tmp/nginx.pid"]
CMD ["sh", "/srv/harbour/deploy/proxy.sh"]
