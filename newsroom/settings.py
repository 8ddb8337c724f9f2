"""Settings, in the order a newcomer asks: who we are, data, readers, letters, safety.

Every value that differs between two newsrooms comes from the environment, through
`newsroom.environment`, which explains what it refuses; `.env.example` names each variable.
"""

import os
import re
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path

from django.conf import global_settings
from environ import Env

from newsroom import environment, security

BASE_DIR = Path(__file__).resolve().parent.parent

# The file only on a developer's machine; in production the platform sets the variables.
env = environment.read(BASE_DIR)
EMBEDS_KNOWN = (
    "youtube vimeo peertube mastodon bluesky soundcloud openstreetmap datawrapper flourish none"
).split()
# What others read for themselves may stand in the file too: boto3's AWS_ACCESS_KEY_ID.
os.environ |= env.variables

# Everything the site writes: database, pictures, collected static files, letters.
VAR_DIR = env.folder("VAR_DIR", default=BASE_DIR / "var", beside=BASE_DIR)


# --- Who we are -----------------------------------------------------------------------

# Until the newsroom writes a name and a motto at the desk, under "The paper".
SITE_NAME = env.str("SITE_NAME", default="The Harbour Record")
SITE_IS_NAMED = bool(env.str("SITE_NAME"))
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

# What is looked for in a story beside articles/checks/, and in spite of what an editor may publish.
CHECKS = env.list(
    "CHECKS", is_right=environment.is_a_module, advice="write the names of Python modules"
)
CHECKS_MAY_BE_OVERRIDDEN = env.list("CHECKS_MAY_BE_OVERRIDDEN", default=["link"])
# The sites that are linked to learn that this machine has asked.
CHECK_LINKS_ELSEWHERE = env.bool("CHECK_LINKS_ELSEWHERE", default=True)

# Sites whose pages may stand in a story's text (articles/body/media/), beside those of modules.
EMBED_PROVIDERS = env.list(
    "EMBED_PROVIDERS",
    default=["YouTube", "Vimeo", "PeerTube", "Mastodon", "Bluesky", "SoundCloud", "OpenStreetMap",
             "Datawrapper", "Flourish"],
    is_right=lambda name: name.lower() in EMBEDS_KNOWN,
    advice="write the names of providers that docs/how-to/embed-a-video-or-a-map.md lists, or none",
)  # fmt: skip
EMBED_MODULES = env.list(
    "EMBED_MODULES", is_right=environment.is_a_module, advice="write the names of Python modules"
)
# Programs that anybody runs anywhere: of these hosts they are trusted.
EMBED_MASTODON_HOSTS = env.host_names(
    "EMBED_MASTODON_HOSTS", default=["mastodon.social", "mastodon.online", "mstdn.social"]
)
EMBED_PEERTUBE_HOSTS = env.host_names(
    "EMBED_PEERTUBE_HOSTS", default=["framatube.org", "tilvids.com", "video.blender.org"]
)
EMBED_AUDIO_HOSTS = env.host_names("EMBED_AUDIO_HOSTS", default=["upload.wikimedia.org"])

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
    "allauth.mfa",
    "allauth.usersessions",
    "django_prose_editor",
    "django_tasks_db",
]

MIDDLEWARE = [
    # Around the one that leads from http to https, whose answers need headers as well.
    "newsroom.security.HeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "newsroom.security.DeskPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "newsroom.static_files.StaticFilesMiddleware",
    "newsroom.page_store.away.Middleware",
    "newsroom.requests.CleanRequestMiddleware",
    "newsroom.machine.middleware.MachineMiddleware",
    "newsroom.methods.MethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.middleware.PersonMiddleware",
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
# What somebody moves in with, between the desk and the worker.
IMPORTS_ROOT = env.path("IMPORTS_ROOT", default=VAR_DIR / "imports", beside=BASE_DIR)
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
    "imports": {
        "BACKEND": "newsroom.safe_files.SafeFileStorage",
        "OPTIONS": {
            "location": IMPORTS_ROOT,
            "base_url": None,
            "file_permissions_mode": 0o640,
            "directory_permissions_mode": 0o750,
            "is_durable": False,  # they are sent again
        },
    },
    "staticfiles": {
        "BACKEND": "newsroom.static_files.StaticFilesStorage"
        if env.bool("HASH_STATIC_FILES", default=not DEBUG)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# A bucket instead of a folder for the originals; needs the extra "s3".
_BUCKET = "[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]"


def _in_bucket(bucket, location, variable):
    if not all(map(find_spec, ("storages", "boto3"))):
        raise environment.Wrong(f"For {variable}: pip install 'django-storages[s3]'.")
    options = {"bucket_name": bucket, "location": location, "file_overwrite": True}
    return {"BACKEND": "newsroom.s3_storage.S3FileStorage", "OPTIONS": options}


if ORIGINALS_BUCKET := env.matching(
    "ORIGINALS_BUCKET",
    default="",
    pattern=_BUCKET,
    advice="write the name of a bucket, without an address",
):
    for _name in ("originals", "imports"):
        STORAGES[_name] = _in_bucket(ORIGINALS_BUCKET, _name, "ORIGINALS_BUCKET")

# The largest picture that is taken. What claims to be larger is refused before it is decoded.
PICTURE_MAX_BYTES = env.int("PICTURE_MAX_BYTES", default=25 * 1024 * 1024, least=1)
PICTURE_MAX_MEGAPIXELS = env.int("PICTURE_MAX_MEGAPIXELS", default=40, least=1)
PICTURE_MAX_FRAMES = env.int("PICTURE_MAX_FRAMES", default=100, least=1)
# The largest file with audio that is taken.
AUDIO_MAX_BYTES = env.int("AUDIO_MAX_BYTES", default=25 * 1024 * 1024, least=1)
# A file with the certificates (PEM) of those whose content credentials are believed.
PICTURE_TRUSTED_SIGNERS = env.certificates("PICTURE_TRUSTED_SIGNERS", beside=BASE_DIR)
# What a paper's own cameras and programs write where people write captions, beside what stands in
# articles/pictures/sandbox/no_captions.py; "*" stands for anything.
PICTURE_NO_CAPTIONS = env.list("PICTURE_NO_CAPTIONS")
# The largest file that is brought in at the desk; deploy/nginx.conf has a limit of its own.
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=200 * 1024 * 1024, least=1)
# What reading one may cost. Strangers' files are read in a process that gets no more than this;
# "off" reads them in our own, where nothing limits them: for tests.
PICTURES_IN_A_CHILD = env.bool("PICTURES_IN_A_CHILD", default=True)
# Address space, not memory in use.
PICTURE_MEGABYTES = env.int("PICTURE_MEGABYTES", default=1024, least=1, most=2**20)
# Of a processor; the worker has six times as many.
PICTURE_SECONDS = env.int("PICTURE_SECONDS", default=10, least=1, most=3600)

# A backup that the worker makes each day at BACKUP_AT, the paper's time; by hand: manage.py backup.
BACKUP_TO = env.path("BACKUP_TO", default=None, beside=BASE_DIR)
BACKUP_AT = env.matching(
    "BACKUP_AT",
    default="03:30",
    pattern="([01][0-9]|2[0-3]):[0-5][0-9]",
    advice="write an hour like 03:30",
)
BACKUP_KEEP = env.int("BACKUP_KEEP", default=14, least=1, most=10_000)
# To which the worker sends each one that is whole; needs the extra "s3".
if BACKUP_BUCKET := env.matching(
    "BACKUP_BUCKET",
    default="",
    pattern=_BUCKET,
    advice="write the name of a bucket, without an address",
):
    STORAGES["backups"] = _in_bucket(BACKUP_BUCKET, "backups", "BACKUP_BUCKET")
# Public keys of age; needs the extra "encrypted".
BACKUP_RECIPIENTS = env.list(
    "BACKUP_RECIPIENTS",
    is_right=re.compile("age1[02-9ac-hj-np-z]{58}").fullmatch,
    advice="write public keys as age-keygen writes them: age1…",
)

# In which the worker keeps the public pages as files (articles/interchange/static_copy.py).
STATIC_MIRROR = env.path("STATIC_MIRROR", default=None, beside=BASE_DIR)


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
    {"NAME": "accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.GuessesValidator"},
]
# The fewest characters of a new password: a reader's; staff's, and staff's with a second factor.
PASSWORD_LENGTH = env.int("PASSWORD_LENGTH", default=12, least=8, most=64)
STAFF_PASSWORD_LENGTH = env.int("STAFF_PASSWORD_LENGTH", default=15, least=12, most=64)
STAFF_PASSWORD_LENGTH_WITH_SECOND_FACTOR = 8
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
ACCOUNT_SESSION_REMEMBER = True  # as accounts.sessions says, and not until the browser is closed
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

# Beside the password, of whoever works at the desk. "except-on-this-machine" lets people in
# without who sit at the machine itself: for run.py site, and never in production.
STAFF_SECOND_FACTOR = env.choice(
    "STAFF_SECOND_FACTOR", default="required", choices=("required", "except-on-this-machine")
)
if IS_PRODUCTION and STAFF_SECOND_FACTOR != "required":
    raise environment.Wrong("Leave STAFF_SECOND_FACTOR=required in production.")
# For so many days the desk opens without, from the first time that somebody is asked.
STAFF_SECOND_FACTOR_GRACE_DAYS = env.int("STAFF_SECOND_FACTOR_GRACE_DAYS", default=14, most=90)
MFA_ADAPTER = "accounts.second_factor.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A finger, a face or a PIN: a key that somebody found is not enough.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # periods of 30 seconds by which a telephone's clock may be wrong
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_FORMS = {
    "authenticate": "accounts.second_factor.forms.AuthenticateForm",
    "reauthenticate": "accounts.second_factor.forms.ReauthenticateForm",
    "activate_totp": "accounts.second_factor.forms.ActivateAppForm",
    "deactivate_totp": "accounts.second_factor.forms.DeactivateAppForm",
    "generate_recovery_codes": "accounts.second_factor.forms.RecoveryCodesForm",
    "add_webauthn": "accounts.second_factor.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.second_factor.forms.EditPasskeyForm",
    "authenticate_webauthn": "accounts.second_factor.forms.AuthenticatePasskeyForm",
    "login_webauthn": "accounts.second_factor.forms.LoginPasskeyForm",
    "reauthenticate_webauthn": "accounts.second_factor.forms.ReauthenticatePasskeyForm",
}

# How long a log-in lasts (accounts.sessions): staff's so many hours after its last use and at most
# so many days, a reader's so many days.
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=12, least=1, most=24 * 7)
STAFF_SESSION_DAYS = env.int("STAFF_SESSION_DAYS", default=7, least=1, most=90)
READER_SESSION_DAYS = env.int("READER_SESSION_DAYS", default=30, least=1, most=365)

# What letters are signed with; newsroom.mail knows no stories and no paper, and asks here.
LETTERHEAD = "articles.context.letterhead"
DEFAULT_FROM_EMAIL = env.address("MAIL_FROM", default=f"{SITE_NAME} <newsroom@harbour.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where answers to letters go, if nobody reads what comes to MAIL_FROM.
MAIL_REPLY_TO = env.address("MAIL_REPLY_TO", default="")
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

# Whom to tell of a weakness, and where it says how: for /.well-known/security.txt.
SECURITY_CONTACT = env.list(
    "SECURITY_CONTACT",
    default=[f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}"],
    is_right=re.compile(r"(mailto:[^@\s]+@[^@\s]+|https://\S+|tel:\+?[0-9-]+)").fullmatch,
    advice="write addresses like mailto:security@news.example or https://news.example/about/security/",
)
SECURITY_POLICY = env.matching(
    "SECURITY_POLICY",
    default="",
    pattern=r"https://[^\s/?#@]+/\S*",
    advice="write the address of a page, like https://news.example/about/security/",
)
SECURE_CSP = security.CONTENT_SECURITY_POLICY
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds, of who is not logged in
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

# What a backup tells of this machine: names, and no value.
SET_VARIABLES = env.used
