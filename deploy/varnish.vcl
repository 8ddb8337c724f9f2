# For Varnish 7 with the module xkey (on Debian: apt-get install varnish varnish-modules), in place of
# the cache of nginx.conf. It speaks http: what ends TLS stands before it on the same machine, writes
# the visitor's address into X-Real-IP, and is the only one that reaches this port.
#
# The site is told of it by SURROGATE_KEYS=xkey and PURGE_KEYS_URLS=http://127.0.0.1:6081.
vcl 4.1;

import std;
import xkey;

backend site {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 3s;
    .first_byte_timeout = 15s;
    .between_bytes_timeout = 15s;
}

# Who may say what is to be forgotten.
acl of_the_paper {
    "127.0.0.1";
}

sub vcl_recv {
    # Where the site failed, the request comes back to here once, for what was kept.
    if (req.restarts > 0) {
        set req.grace = 24h;
        set req.http.X-Again = "yes";
        return (hash);
    }
    unset req.http.X-Again;
    # A page that is too old is not given out while the site answers: it may have been taken down.
    set req.grace = 0s;

    if (req.method == "PURGE") {
        if (client.ip !~ of_the_paper || req.http.X-Real-IP) {
            return (synth(405));
        }
        set req.http.X-Forgotten = xkey.purge(req.http.xkey);
        return (synth(200, "Forgotten"));
    }
    if (req.http.host !~ "(?i)^news\.example(:[0-9]+)?$" || req.url ~ "^/(readyz|metrics)([/?]|$)") {
        return (synth(404));
    }
    if (req.method !~ "^(GET|HEAD|POST|OPTIONS|PUT|PATCH|DELETE)$") {
        return (synth(405));
    }
    set req.http.host = "news.example";
    set req.http.X-Forwarded-For = req.http.X-Real-IP;
    set req.http.X-Forwarded-Proto = "https";
    unset req.http.X-Real-IP;
    unset req.http.X-Forwarded-Host;
    unset req.http.Forwarded;
    # The site's server takes an underscore for a hyphen: these would be the visitor's own claims.
    unset req.http.X_Forwarded_For;
    unset req.http.X-Forwarded_For;
    unset req.http.X_Forwarded-For;
    unset req.http.X_Forwarded_Proto;
    unset req.http.X-Forwarded_Proto;
    unset req.http.X_Forwarded-Proto;
    unset req.http.X_Request_ID;
    unset req.http.X-Request_ID;
    unset req.http.X_Request-ID;

    # A form comes here as a whole before the site hears of it: who sends slowly keeps nobody waiting.
    if (req.method != "GET" && req.method != "HEAD") {
        if (!std.cache_req_body(30MB)) {
            return (synth(413));
        }
        return (pass);
    }

    # What other sites and letters hang on a link to follow whoever clicks: such a link is the link
    # without. Where nothing else stands there, redirects lead on with it.
    unset req.http.X-Hung-On;
    if (req.url ~ "(?i)^[^?]*\?(&*(utm_[a-z_]+|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|srsltid|mc_cid|mc_eid|mkt_tok|vero_id|_ga|_gl|_hsenc|_hsmi)(=[^&]*)?(&+|$))+$") {
        set req.http.X-Hung-On = regsub(req.url, "^[^?]*", "");
        set req.url = regsub(req.url, "\?.*$", "");
    }
    set req.url = regsub(req.url, "\?&*$", "");

    # Whoever has a session, or has chosen colours or letters, is answered by the site itself, as is
    # what nobody may keep. Any other cookie of the visitor's changes nothing on a page.
    if (req.http.Authorization
        || req.http.Cookie ~ "sessionid="
        || req.http.Cookie ~ "(^|; )reading=(auto|light|dark)\.(normal|large|larger)(;|$)"
        || req.url ~ "^/(accounts|admin|read|reading|search|shared|healthz)([/?]|$)") {
        return (pass);
    }
    # Queries that pages of ours have; others are as many as somebody likes to write.
    if (req.url ~ "\?" && req.url !~ "\?(page|view|p|before|after)=[0-9A-Za-z._-]{1,60}$") {
        return (pass);
    }
    unset req.http.Cookie;
    return (hash);
}

sub vcl_backend_fetch {
    # The desk takes in pictures, which takes as long as it takes.
    if (bereq.url ~ "^/admin/") {
        set bereq.first_byte_timeout = 180s;
    }
    unset bereq.http.X-Hung-On;
}

sub vcl_backend_response {
    if (beresp.status >= 500) {
        # What is delivered takes the place of what was kept, however short it lives.
        if (bereq.is_bgfetch || (!bereq.uncacheable && !bereq.http.X-Again)) {
            return (abandon);
        }
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        return (deliver);
    }
    # What the site does not let everybody have is not kept; nor does anybody wait for it in a line.
    if (beresp.http.Cache-Control !~ "public" || beresp.http.Set-Cookie) {
        set beresp.uncacheable = true;
        set beresp.ttl = 60s;
        return (deliver);
    }
    set beresp.grace = 24h;
    return (deliver);
}

sub vcl_backend_error {
    if (bereq.is_bgfetch || (!bereq.uncacheable && !bereq.http.X-Again)) {
        return (abandon);
    }
    set beresp.status = 503;
    set beresp.body = std.fileread("/srv/harbour/templates/503.html");
    set beresp.http.Retry-After = "60";
    set beresp.http.X-Own-Words = "yes";
    return (deliver);
}

sub vcl_synth {
    if (resp.status == 503 && req.restarts == 0) {
        return (restart);
    }
    if (resp.status == 200 && req.method == "PURGE") {
        set resp.http.X-Forgotten = req.http.X-Forgotten;
        set resp.body = "";
        return (deliver);
    }
    if (resp.status == 405) {
        set resp.body = std.fileread("/srv/harbour/deploy/says/405.html");
    } else if (resp.status == 413) {
        set resp.body = std.fileread("/srv/harbour/deploy/says/413.html");
    } else if (resp.status == 404) {
        set resp.body = std.fileread("/srv/harbour/deploy/says/404.html");
    } else {
        set resp.body = std.fileread("/srv/harbour/deploy/says/400.html");
    }
    call own_words;
    return (deliver);
}

sub vcl_deliver {
    if (resp.http.X-Own-Words) {
        unset resp.http.X-Own-Words;
        call own_words;
    }
    # A redirect of the site leads on with what was hung on the link.
    if (req.http.X-Hung-On && resp.http.Location ~ "^/[^?]*$") {
        set resp.http.Location = regsub(resp.http.Location, "^([^#]*)(#.*)?$", "\1" + req.http.X-Hung-On + "\2");
    }
    # Which keys a page has is for caches; which cache this is, for nobody.
    unset resp.http.xkey;
    unset resp.http.Surrogate-Key;
    unset resp.http.Cache-Tag;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
}

# Pages of the proxy's own, with headers as newsroom/security.py has them; 'sha256-…' is the style
# inside these pages.
sub own_words {
    set resp.http.Content-Type = "text/html; charset=utf-8";
    set resp.http.Content-Security-Policy = "default-src 'none'; style-src 'sha256-v5mSkGPS0S8bOtWHY+8LRASlcRIFNb2wszz6HMQHqxA='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    set resp.http.Permissions-Policy = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";
    set resp.http.Cross-Origin-Resource-Policy = "same-origin";
    set resp.http.Cross-Origin-Opener-Policy = "same-origin";
    set resp.http.Referrer-Policy = "strict-origin-when-cross-origin";
    set resp.http.Strict-Transport-Security = "max-age=63072000; includeSubDomains; preload";
    set resp.http.X-Content-Type-Options = "nosniff";
    set resp.http.X-Frame-Options = "DENY";
    set resp.http.Cache-Control = "no-store";
    unset resp.http.Server;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
}
