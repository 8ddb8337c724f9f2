#!/bin/sh
# nginx in a container: deploy/nginx.conf for the host of SITE_HOST, in the foreground.
set -eu
: "${SITE_HOST:?SITE_HOST names the host of the site, for instance news.example}"
conf="${NGINX_CONF_DIR:-/etc/nginx/conf.d}/harbour.conf"
# What it writes down goes where the engine keeps it: a file in here would grow for ever.
sed -e "s/news\.example/$SITE_HOST/g" -e "s#/var/log/nginx/harbour\.log#/dev/stdout#" \
    "$(dirname "$0")/nginx.conf" > "$conf"
# Debian's own names its user, and a place for its pid, twice of which nginx does not take.
main="${TMPDIR:-/tmp}/nginx.conf"
sed -e '/^user /d' -e '/^pid /d' -e '/^error_log /d' -e 's#/var/log/nginx/access\.log#/dev/stdout#' \
    "${NGINX_MAIN:-/etc/nginx/nginx.conf}" > "$main"
exec nginx -e stderr -c "$main" -g "pid /tmp/nginx.pid; error_log stderr; daemon off;"
