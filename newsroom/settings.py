"""Settings, in the order a newcomer asks: who we are, data, readers, letters, safety.

Every value that differs between two newsrooms comes from the environment, through
`newsroom.environment`, which explains what it refuses; `.env.example` names each variable.
"""

import os
import re
from importlib.util import find_spec
from pathlib import Path

from django.conf import global_settings
from environ import Env

from newsroom import environment, security

BASE_DIR = Path(__file__).resolve().parent.parent

# The file only on a developer's machine; in production the platform sets the variables.
env = environment.read(BASE_DIR)
# What others read for themselves may stand in the file too: boto3's AWS_ACCESS_KEY_ID.
os.environ |= env.variables

# Everything the site writes: database, pictures, collected static files, letters.
VAR_DIR = env.folder("VAR_DIR", default=BASE_DIR / "var", beside=BASE_DIR)


# --- Who we are -----------------------------------------------------------------------

# Until the newsroom writes a name and a motto at the desk, under "The paper".
SITE_NAME = env.str("SITE_NAME", default="The Harbour Record")
SITE_MOTTO = env.str("SITE_MOTTO", default="News of the port, the county and the sea")
# The one origin that appears in letters, feeds and canonical addresses. Never taken from
# a request: a forged Host header must not end up in a password letter.
SITE_URL = env.origin("SITE_URL", default="http://127.0.0.1:8000")
# The language of the paper: of its pages and its letters, for everybody. There is no choice by
# the visitor's browser, so that all readers share one cached page. A story may be written in
# another one.
LANGUAGES = global_settings.LANGUAGES
_names = dict(LANGUAGES)
LANGUAGE_CODE = env.matching(
    "LANGUAGE_CODE",
    default="en-gb",
    pattern=f"(?i:{'|'.join(_names)})(-[A-Za-z0-9]{{1,8}})*",
    advice="write the code of a language that Django knows, like de or en-gb",
).lower()
if LANGUAGE_CODE not in _names and (_name := _names.get(LANGUAGE_CODE.partition("-")[0])):
    # Django knows German and not Austria's: its dates differ, its words are German.
    LANGUAGES = [*LANGUAGES, (LANGUAGE_CODE, f"{_name} ({LANGUAGE_CODE})")]
TIME_ZONE = env.zone("TIME_ZONE", default="Europe/London")
USE_TZ = True
USE_I18N = True
# What pages and letters say in German, French, Spanish and Arabic; `manage.py translations`.
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]

DEBUG = env.bool("DEBUG", default=False)
# "production" is a promise that is checked: no DEBUG, no weak secret, https.
ENVIRONMENT = env.choice("ENVIRONMENT", default="local", choices=("local", "production"))
IS_PRODUCTION = ENVIRONMENT == "production"
# No default: a site without a secret must not start. A developer's machine has run.py's own.
SECRET_KEY = env.str("SECRET_KEY") or ("" if IS_PRODUCTION else environment.local_secret(VAR_DIR))
# Old secrets stay valid while they stand here, so that a rotation logs nobody out.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS")
if not SECRET_KEY:
    raise environment.Wrong(
        "SECRET_KEY is not set: set it to at least 50 random characters"
        + ("." if IS_PRODUCTION else ", or let “python3 run.py site” make one for this machine.")
    )
if IS_PRODUCTION and DEBUG:
    raise environment.Wrong("Set DEBUG=off: a production site never shows tracebacks.")
if IS_PRODUCTION and len(SECRET_KEY) < 50:
    raise environment.Wrong("Set SECRET_KEY to at least 50 random characters.")
if IS_PRODUCTION and not SITE_URL.startswith("https://"):
    raise environment.Wrong("Set SITE_URL to the https address of the site.")

ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# The desk may live at another address, for instance "desk-7f3a/".
DESK_PATH = env.matching(
    "DESK_PATH",
    default="admin",
    pattern=r"/?[A-Za-z0-9_][A-Za-z0-9._~-]*(/[A-Za-z0-9_][A-Za-z0-9._~-]*)*/?",
    advice="write a path of letters and digits, like desk-7f3a",
)
DESK_PATH = DESK_PATH.strip("/") + "/"

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
# articles.views.moved adds a slash that is missing, where a page answers then.
APPEND_SLASH = False

INSTALLED_APPS = [
    "accounts",
    "articles",
    "articles.comments",
    "newsroom",
    "newsroom.machine",
    "newsroom.page_store",
    "newsroom.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_prose_editor",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "newsroom.security.HeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "newsroom.static_files.StaticFilesMiddleware",
    "newsroom.page_store.away.Middleware",
    "newsroom.requests.CleanRequestMiddleware",
    "newsroom.machine.middleware.MachineMiddleware",
    "newsroom.methods.MethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.actor.ActingMiddleware",
    "newsroom.maintenance.MaintenanceMiddleware",
    "newsroom.at_once.Middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "newsroom.compact_templates.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            # For a text of the paper in a line of ours, which every template may have.
            "builtins": [
                "newsroom.templatetags.direction",
                "newsroom.templatetags.quotation",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.site",
                "articles.context.paper",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")


# --- Data -----------------------------------------------------------------------------

DATABASES = {
    "default": env.service(
        "DATABASE_URL",
        default="sqlite://:memory:",
        forms=environment.DATABASES,
        parse=Env.db_url_config,
    )
}
if not env.is_set("DATABASE_URL"):
    DATABASES["default"]["NAME"] = str(VAR_DIR / "db.sqlite3")
# Without persistent connections a view makes a third of the requests.
_seconds_kept = env.int("DATABASE_CONN_MAX_AGE", default=60)
# How long who waits for what, in seconds (newsroom.patience); 0 is for ever. Of the web server all
# but the idle ones together stay below the proxy's timeout (deploy/nginx.conf): what a form was
# sent with comes back from us, and from nobody else.
_hour = 3600
_seconds_to_connect = env.int("DATABASE_CONNECT_SECONDS", default=3, least=2, most=_hour)
DATABASE_LIMITS = {
    "web": {
        "statement": env.int("DATABASE_STATEMENT_SECONDS", default=8, most=_hour),
        "lock": env.int("DATABASE_LOCK_SECONDS", default=7, most=_hour),
        "idle_in_transaction": env.int("DATABASE_IDLE_SECONDS", default=60, most=_hour),
    },
    "worker": {
        "statement": env.int("WORKER_STATEMENT_SECONDS", default=300, most=24 * _hour),
        "lock": env.int("WORKER_LOCK_SECONDS", default=60, most=_hour),
        "idle_in_transaction": env.int("WORKER_IDLE_SECONDS", default=900, most=24 * _hour),
    },
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "newsroom.sqlite"
    # A file: in memory all threads of a test's server would share one connection.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        # A writer asks for the lock at once and waits for it: a deferred transaction that
        # turns into a write fails at once with "database is locked", whatever the timeout.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000"
        ),
    }
else:
    DATABASES["default"]["ENGINE"] = "newsroom.postgresql"
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": _seconds_to_connect,
        # A machine that has gone says nothing, not even that. These tell within half a minute.
        "keepalives": 1,
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,  # milliseconds
    } | DATABASES["default"].get("OPTIONS", {})
    DATABASES["default"]["CONN_MAX_AGE"] = _seconds_kept
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# An index that keeps a column beside its own: SQLite leaves that column out and serves as well.
SILENCED_SYSTEM_CHECKS = ["models.W040"]

# Redis in production ("rediscache://127.0.0.1:6379/1"), so that limits count for all workers.
CACHES = {
    "default": env.service(
        "CACHE_URL", default="locmemcache://", forms=environment.CACHES, parse=Env.cache_url_config
    )
}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "newsroom.redis_cache.RedisCache"
    # Without them a silent Redis holds a thread for ever.
    CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 2, "socket_timeout": 2} | CACHES[
        "default"
    ].get("OPTIONS", {})  # seconds

# Slow work (letters, pictures) goes to the worker: `manage.py work`.
# Immediate is for tests.
TASKS = {
    "default": {
        "BACKEND": env.choice(
            "TASKS_BACKEND",
            default="django_tasks_db.DatabaseBackend",
            choices=(
                "django_tasks_db.DatabaseBackend",
                "django.tasks.backends.immediate.ImmediateBackend",
                "django.tasks.backends.dummy.DummyBackend",
            ),
        ),
        "QUEUES": ["default", "purges", "slow"],  # newsroom.task_queue
    }
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
# Readers never get a file from here: originals keep what the camera wrote, and renditions
# go through a view that asks whether something public shows them.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=VAR_DIR / "media", beside=BASE_DIR)
ORIGINALS_ROOT = env.path("ORIGINALS_ROOT", default=VAR_DIR / "originals", beside=BASE_DIR)
# Both replace a file of the same name as a whole; so must whatever takes their place (S3 does).
STORAGES = {
    "default": {
        "BACKEND": "newsroom.safe_files.SafeFileStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None},
    },
    "originals": {
        "BACKEND": "newsroom.safe_files.SafeFileStorage",
        "OPTIONS": {
            "location": ORIGINALS_ROOT,
            "base_url": None,
            "file_permissions_mode": 0o640,
            "directory_permissions_mode": 0o750,
        },
    },
    "staticfiles": {
        "BACKEND": "newsroom.static_files.StaticFilesStorage"
        if env.bool("HASH_STATIC_FILES", default=not DEBUG)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# A bucket instead of a folder for the originals; needs the extra "s3".
if ORIGINALS_BUCKET := env.matching(
    "ORIGINALS_BUCKET",
    default="",
    pattern="[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]",
    advice="write the name of a bucket, without an address",
):
    if not all(map(find_spec, ("storages", "boto3"))):
        raise environment.Wrong("For ORIGINALS_BUCKET: pip install 'django-storages[s3]'.")
    STORAGES["originals"] = {
        "BACKEND": "newsroom.s3_storage.S3FileStorage",
        "OPTIONS": {
            "bucket_name": ORIGINALS_BUCKET,
            "location": "originals",
            "file_overwrite": True,
        },
    }

# The largest picture that is taken. What claims to be larger is refused before it is decoded.
PICTURE_MAX_BYTES = env.int("PICTURE_MAX_BYTES", default=25 * 1024 * 1024, least=1)
PICTURE_MAX_MEGAPIXELS = env.int("PICTURE_MAX_MEGAPIXELS", default=40, least=1)
PICTURE_MAX_FRAMES = env.int("PICTURE_MAX_FRAMES", default=100, least=1)
# A file with the certificates (PEM) of those whose content credentials are believed.
PICTURE_TRUSTED_SIGNERS = env.certificates("PICTURE_TRUSTED_SIGNERS", beside=BASE_DIR)
# What a paper's own cameras and programs write where people write captions, beside what stands in
# articles/pictures/sandbox/no_captions.py; "*" stands for anything.
PICTURE_NO_CAPTIONS = env.list("PICTURE_NO_CAPTIONS")
# What reading one may cost. Strangers' files are read in a process that gets no more than this;
# "off" reads them in our own, where nothing limits them: for tests.
PICTURES_IN_A_CHILD = env.bool("PICTURES_IN_A_CHILD", default=True)
# Address space, not memory in use.
PICTURE_MEGABYTES = env.int("PICTURE_MEGABYTES", default=1024, least=1, most=2**20)
# Of a processor; the worker has six times as many.
PICTURE_SECONDS = env.int("PICTURE_SECONDS", default=10, least=1, most=3600)


# --- Readers --------------------------------------------------------------------------

# How long a shared cache may keep a page that we failed to purge:
# the longest time a corrected error can stay in front of readers.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=60)
# Memory of each web process for finished pages; 0 keeps none.
PAGE_STORE_MB = env.int("PAGE_STORE_MB", default=64, most=2**20)
# On this machine's disk, beside it, for all processes; 0 keeps none there.
PAGE_STORE_DISK_MB = env.int("PAGE_STORE_DISK_MB", default=512, most=2**20)
# For how long pages are given out while the database is away.
PAGE_STORE_OUTAGE_HOURS = env.int("PAGE_STORE_OUTAGE_HOURS", default=24, most=24 * 365)
# HTTP caches that forget by path: their own addresses, "http://127.0.0.1:8081".
PURGE_URLS = env.origins("PURGE_URLS")
# The headers in which caches that forget by key are told the keys of a page.
SURROGATE_KEYS = env.list(
    "SURROGATE_KEYS",
    is_right={"xkey", "surrogate-key", "cache-tag"}.__contains__,
    advice="write xkey (Varnish), surrogate-key (Fastly) or cache-tag (Cloudflare)",
)
# Those caches: "http://127.0.0.1:6081" (Varnish), "fastly=https://api.fastly.com/service/…",
# "cloudflare=https://api.cloudflare.com/client/v4/zones/…".
PURGE_KEYS_URLS = env.list(
    "PURGE_KEYS_URLS",
    is_right=re.compile(
        r"https?://[^\s/?#@]+|(fastly|cloudflare)=https?://[^\s/?#@]+/[^\s?#]+[^\s?#/]"
    ).fullmatch,
    advice="write http://name:port, fastly=https://…/service/ID or cloudflare=https://…/zones/ID",
)
PURGE_KEYS_TOKEN = env.str("PURGE_KEYS_TOKEN")
if PURGE_KEYS_URLS and not SURROGATE_KEYS:
    raise environment.Wrong("PURGE_KEYS_URLS needs SURROGATE_KEYS: caches would know no key.")
# Whether readers without an account may share their views (an editor reads each one first).
GUEST_COMMENTS = env.bool("GUEST_COMMENTS", default=False)
# How many proxies of ours stand before the site; 0 means that nobody's word about the
# visitor's address is taken.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0, most=100)


# --- People and letters ---------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2PasswordHasher",
    "accounts.hashers.PBKDF2PasswordHasher",
]
# How many passwords a process hashes at once; as many more wait, all others hear to come again.
# Each takes a thread and most of a processor, and readers need both.
PASSWORDS_AT_ONCE = env.int("PASSWORDS_AT_ONCE", default=1, least=1, most=100)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds; the letter and the pages tell how long that is
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.tokens.PasswordResetTokens"  # noqa: S105 a name
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:profile"
LOGOUT_REDIRECT_URL = "articles:front"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True  # one address for each account; a new one replaces the old
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whoever finds a screen unlocked cannot move the account to an address of theirs.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "login": "accounts.forms.LoginForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "add_email": "accounts.forms.AddEmailForm",
}
# Tries / time / of whom: an account or address ("key"), a network ("ip"), who is logged in.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/15m/key,50/15m/ip",
    "signup": "20/h/ip",
    "confirm_email": "1/3m/key",
    "reset_password": "3/h/key,20/h/ip",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "manage_email": "10/m/user",
}

# What letters are signed with; newsroom.mail knows no stories and no paper, and asks here.
LETTERHEAD = "articles.context.letterhead"
DEFAULT_FROM_EMAIL = env.address("MAIL_FROM", default=f"{SITE_NAME} <newsroom@harbour.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Read also where nothing uses them yet, so that a slip is said at once.
_smtp = {
    "host": env.host("SMTP_HOST"),
    "port": env.int("SMTP_PORT", default=587, least=1, most=65535),
    "username": env.str("SMTP_USER"),
    "password": env.str("SMTP_PASSWORD"),
    "use_tls": env.bool("SMTP_TLS", default=True),
    "timeout": 5,  # seconds; without it a silent server holds a worker for ever
}
if _smtp["host"]:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": _smtp,
        }
    }
else:
    # No mail server yet: letters become files that a developer can open.
    MAILERS = {
        "default": {
            "BACKEND": "newsroom.mail_to_files.FileEmailBackend",
            "OPTIONS": {"file_path": str(VAR_DIR / "letters")},
        }
    }


# --- Safety ---------------------------------------------------------------------------

SECURE_CSP = security.CONTENT_SECURITY_POLICY
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"
# A gallery is one form: with six fields for each picture, or one where scripts send the rest away.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 100

SECURE_SSL_REDIRECT = env.bool("HTTPS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=63072000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
if SITE_URL.startswith("https://"):
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
else:
    SECURE_SSL_REDIRECT = False
    SECURE_HSTS_SECONDS = 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False


# --- Seeing it run --------------------------------------------------------------------

LOG_LEVEL = env.choice(
    "LOG_LEVEL", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
)
LOG_FORMAT = env.choice("LOG_FORMAT", default="text", choices=("text", "json"))
# A line for each answer of the web server.
LOG_REQUESTS = env.bool("LOG_REQUESTS", default=LOG_FORMAT == "json")
# Queries that take as long are named in the log; 0 names none.
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", default=500)
METRICS = env.bool("METRICS", default=False)
# Whose address may read them at /metrics, and the parts of /readyz.
METRICS_FROM = env.networks("METRICS_FROM", default=["127.0.0.0/8", "::1"])
# With less room than this on a disk the site calls itself not ready.
DISK_LEAST_MB = env.int("DISK_LEAST_MB", default=200)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {
            "()": "newsroom.machine.logs.TextFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(request)s%(message)s",
        },
        "json": {"()": "newsroom.machine.logs.JSONFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT},
        "last errors": {"class": "newsroom.machine.logs.LastErrors", "level": "ERROR"},
    },
    "root": {"handlers": ["stderr", "last errors"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
