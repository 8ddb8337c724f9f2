#!/bin/sh
# nginx in a container: deploy/nginx.conf for the host of SITE_HOST, in the foreground.
set -eu
: "${SITE_HOST:?SITE_HOST names the host of the site, for instance news.example}"
conf="${NGINX_CONF_DIR:-/etc/nginx/conf.d}/harbour.conf"
sed "s/news\.example/$SITE_HOST/g" "$(dirname "$0")/nginx.conf" > "$conf"
exec nginx -g "pid /tmp/nginx.pid; daemon off;"
