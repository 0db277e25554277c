"""Every setting, read once from the environment. docs/settings.md explains each; a test keeps the two together."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env, validate

from config.addresses import parse_database_url, parse_hosts, parse_site_url
from config.mail import parse_email_url
from config.proxies import parse_networks
from config.secret_key import is_strong, load_or_create_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# --- Where things are, and how strict to be ----------------------------------------------------------
PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = env.bool("DEBUG", False)
HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000, validate=validate.Range(1, 65535))
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "data"))).resolve()
# Here, because every door leads through the settings: what this process makes is for its own user only, whether it
# is a database, its log, an upload or an export. Static files are an exception: see STORAGES.
os.umask(0o077)
DATA_DIR.mkdir(parents=True, exist_ok=True)
SITE_URL = env.str("SITE_URL", "" if PRODUCTION else f"http://localhost:{PORT}").rstrip("/")
SITE = parse_site_url(SITE_URL)
HTTPS = SITE.scheme == "https"

if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("PRODUCTION and DEBUG cannot both be on: DEBUG shows settings to visitors.")
if PRODUCTION:
    needs = {
        "SITE_URL, an address like https://board.example": HTTPS,
        "SECRET_KEY, 50 or more random characters": is_strong(env.str("SECRET_KEY", "")),
    }
    if missing := [need for need, is_met in needs.items() if not is_met]:
        raise ImproperlyConfigured(f"PRODUCTION needs {'; and '.join(missing)}.")

SECRET_KEY = env.str("SECRET_KEY", "") or load_or_create_secret_key(DATA_DIR)
ALLOWED_HOSTS = parse_hosts(env.list("ALLOWED_HOSTS", []))
if SITE.hostname:
    ALLOWED_HOSTS = [SITE.hostname, *ALLOWED_HOSTS]
if not PRODUCTION:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
TRUSTED_PROXIES = parse_networks(env.list("TRUSTED_PROXIES", []))
THREADS = env.int("THREADS", 8, validate=validate.Range(1, 64))
# Only Linux tells on how many cores a process may run, and elsewhere a fork is not safe with every system library.
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
WORKERS = env.int("WORKERS", min(CORES, 4), validate=validate.Range(1, 64))
# Twice the interval at which the proxy of compose.yaml asks; a server without a proxy has nobody to wait for.
DRAIN_SECONDS = env.float("DRAIN_SECONDS", 4 if PRODUCTION else 0, validate=validate.Range(0, 6))
ACCESS_LOG = env.bool("ACCESS_LOG", False)

# --- Applications -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "boards",
    "projects",
    "config.admin.WeekboardAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "config.collectstatic.LinkedStaticFilesConfig",
    "allauth",
    "allauth.account",
    "django_htmx",
]
MIDDLEWARE = [
    # Above all that speaks of documents: static files get the few headers of config/security_headers.py.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.PrivatePagesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.UnknownProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django_http_compression.middleware.HttpCompressionMiddleware",
    "config.middleware.SessionMiddleware",
    "config.middleware.RenamedSessionCookieMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.drawn_for.DrawnForMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.WrongMethodMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["boards.templatetags.weekboard", "boards.rendering.tags", "config.drawn_for"],
        },
    }
]

# --- Database and caches ------------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'weekboard.sqlite3'}")
# Seconds that a request waits in all: for a thread, for other writers, for the database's locks. A browser gives up
# after ten (static/js/board/send.js), and has its 503 before.
LOCK_WAIT = 9.0
DATABASES = {"default": parse_database_url(DATABASE_URL, conn_max_age=None, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "config.sqlite"
    # IMMEDIATE: without it a third of contended moves fail whatever the timeout (docs/decisions.md).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": LOCK_WAIT,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        DATABASES["default"]["ENGINE"] = "config.postgresql"
    patience = {"options": f"-c lock_timeout={LOCK_WAIT * 1000:.0f}", "connect_timeout": 5}
    # What is asked a third time is parsed and planned already: a tenth of a move. Not every pooler can do it.
    prepared = {"server_side_binding": True, "prepare_threshold": 2}
    DATABASES["default"]["OPTIONS"] = patience | prepared | DATABASES["default"].get("OPTIONS", {})
CACHES = {
    # Counters of failed sign-ins live here: they outlive a restart and are shared by all processes.
    # Room for many, or a stranger with many addresses could push his own out.
    "default": {
        "BACKEND": "config.cache.StrictDatabaseCache",
        "LOCATION": "weekboard_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# --- People -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "projects.User"
# Django's own: allauth's would also ask its table of addresses, which outlives a change of User.email.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "projects.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # who has no account gets no letter
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # allauth's would be the Host that the request claims
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "projects.account.adapter.ResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = None  # the person says so at the sign-in
# A stranger's failures must not lock the owner out, so failures count per address, never per account.
# All in the same window, so that one Retry-After is true for each of them.
TRY_AGAIN_AFTER = 300
ACCOUNT_RATE_LIMITS = {
    "login": f"200/{TRY_AGAIN_AFTER}s/ip",
    "login_failed": f"15/{TRY_AGAIN_AFTER}s/ip",
    "reset_password": f"10/{TRY_AGAIN_AFTER}s/ip",
    "reset_password_from_key": f"20/{TRY_AGAIN_AFTER}s/ip",
    "join": f"30/{TRY_AGAIN_AFTER}s/ip",
    "new_account": f"60/{TRY_AGAIN_AFTER}s/ip",  # refused forms: of a class, or of who looks for accounts
    "change_password": f"10/{TRY_AGAIN_AFTER}s/user",
    "change_address": f"10/{TRY_AGAIN_AFTER}s/user",
    "delete_account": f"10/{TRY_AGAIN_AFTER}s/user",
    "send_address_mail": f"5/{TRY_AGAIN_AFTER}s/user",
    "change_username": f"20/{TRY_AGAIN_AFTER}s/user",  # the answer says which user names are taken
}
PASSWORD_RESET_TIMEOUT = 24 * 3600
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie

# --- E-mail -------------------------------------------------------------------------------------------
# Without a mail server nobody is waited for to answer a mail: an invitation's link is copied by whoever invites.
SENDS_MAIL = bool(env.str("EMAIL_URL", ""))
# In production a mail may hold a link that lets its reader in, so none is written to a log.
MAILERS = {
    "default": parse_email_url(env.str("EMAIL_URL", "") or ("smtp+plain://localhost" if PRODUCTION else ""))
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"Weekboard <weekboard@{SITE.hostname or 'localhost'}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security -----------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "media-src": [CSP.SELF, "blob:"],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SENSORS, DEVICES = ("accelerometer", "gyroscope", "magnetometer"), ("camera", "microphone", "midi", "usb")
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in (*SENSORS, *DEVICES, "display-capture", "geolocation", "payment")
} | {"fullscreen": ["self"]}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", HTTPS)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# A browser keeps one cookie of a name for all ports of a host: two servers would sign each other out.
COOKIE_NAME = "__Host-{}" if HTTPS else f"weekboard-{{}}-{SITE.port or PORT}"
SESSION_COOKIE_NAME = COOKIE_NAME.format("session")
CSRF_COOKIE_NAME = COOKIE_NAME.format("csrf")
SIGNED_OUT_COOKIE_NAME = COOKIE_NAME.format("signed-out")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# Longer bodies never reach Django: config/body_buffer.py refuses them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # closing a week: a choice for each of the 5,000 open cards there may be
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Language, time, files ----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = False
DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y H:i"
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    # Everybody may read these, so that a proxy can serve them from the disk.
    "staticfiles": {
        "BACKEND": "config.staticfiles.ManifestStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
DEMO_MB = env.int("DEMO_MB", 100, validate=validate.Range(1, 1000))  # of a video that is handed in
# On the disk on which they stay, so that they are renamed and not copied; a /tmp may be in memory. What a killed
# process leaves there is swept.
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "files" / "demos" / "new"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600  # Django's own would be 644

PROJECT_STORAGE_GB = env.float("PROJECT_STORAGE_GB", 5, validate=validate.Range(0.01, 100_000))
# What a child process may use that works on what people have handed in (projects/files/child.py).
CHILD_WALL_SECONDS = env.float("CHILD_WALL_SECONDS", 300, validate=validate.Range(1, 1800))
CHILD_CPU_SECONDS = env.int("CHILD_CPU_SECONDS", 60, validate=validate.Range(1, 3600))
CHILD_MEMORY_MB = env.int("CHILD_MEMORY_MB", 1536, validate=validate.Range(64, 65536))
CHILD_FILE_MB = env.int("CHILD_FILE_MB", 200, validate=validate.Range(1, 4096))

# --- Logs ---------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # A 4xx is the visitor's; what they meet with because a setting is wrong, config/misconfiguration.py says.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "uvicorn.error": {"level": "ERROR"},
        "config": {"level": "INFO"},
        "config.access": {"level": "INFO" if ACCESS_LOG else "WARNING"},
    },
}
