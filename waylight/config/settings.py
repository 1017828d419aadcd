"""Every setting of Waylight. The environment is read here alone; docs/operators.md lists each variable."""

from csp.constants import NONE, SELF

from waylight.config import channel_layers, databases, environment, languages
from waylight.ui.styles import crisis_style_hashes

DEMO = environment.flag("WAYLIGHT_DEMO")
DEBUG = False
SECRET_KEY = environment.key("secret")
MASTER_KEY = environment.key("master")
ALLOWED_HOSTS = environment.words("WAYLIGHT_HOSTS", "localhost,127.0.0.1")
INSECURE = environment.flag("WAYLIGHT_INSECURE") or DEMO  # plain http, for one's own machine alone
VAR = environment.folder("WAYLIGHT_VAR", "var")
BASE_URL = environment.text("WAYLIGHT_URL", "http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "waylight.privacy",
    "waylight.ui",
    "waylight.crisis",
    "waylight.practice",
    "waylight.notifications",
    "waylight.accounts",
    "waylight.people",
    "waylight.intake",
    "waylight.booking",
    "waylight.guide",
    "waylight.care",
    "waylight.exercises",
    "waylight.measures",
    "waylight.video",
    "waylight.home",
    "waylight.fhir",
    "waylight.operations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "waylight.ui.middleware.quiet_headers",
    "waylight.ui.middleware.quiet_redirects",
    "waylight.ui.middleware.plain_text_only",
    "waylight.ui.middleware.chosen_language",
    "waylight.crisis.sessionless.answer_sessionless_pages",
    "waylight.privacy.middleware.fresh_keyring",
    "waylight.practice.middleware.one_reading",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "waylight.accounts.middleware.own_time_zone",
    "waylight.accounts.middleware.own_language",
    "waylight.accounts.middleware.second_factor_for_staff",
    "waylight.accounts.middleware.erased_words",
]

ROOT_URLCONF = "waylight.config.urls"
ASGI_APPLICATION = "waylight.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "waylight.practice.context.practice",
                "waylight.accounts.context.person",
            ],
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "waylight.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "waylight.ui.forms.Renderer"

DATABASE_ADDRESS = environment.text("WAYLIGHT_DATABASE")
DATABASES = {
    "default": databases.postgresql(DATABASE_ADDRESS)
    if DATABASE_ADDRESS
    else databases.sqlite(VAR / "waylight.sqlite3", environment.key("database"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits live here; they must be shared by all processes, so never in one process's memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # of the usual 300, a flood would push the limits themselves out
    }
}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = languages.ENGLISH[0]
USE_I18N = True
LOCALE_PATHS = [environment.ROOT / "waylight" / "locale"]
if environment.flag("WAYLIGHT_PSEUDO"):  # languages for tests alone, made from the marked texts
    LOCALE_PATHS.insert(0, VAR / "locale")
LANGUAGES = languages.found(LOCALE_PATHS)
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # seconds

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "waylight.ui.styles.SheetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "waylight.ui.static_files.HashedFiles"},
}

# Groups: the engine that relays them (bin/janus), as this machine asks it and as browsers do -----------------------
JANUS = environment.text("WAYLIGHT_JANUS")  # http://127.0.0.1:8088/janus; without it there are no groups
JANUS_LINE = environment.text(
    "WAYLIGHT_JANUS_LINE", "/groups/line/"
)  # as the web server in front passes it on
JANUS_KEY = environment.key("janus") if JANUS else ""

# Security -------------------------------------------------------------------------------------------------------
SECURE_REFERRER_POLICY = (
    "same-origin"  # "no-referrer" makes browsers send "Origin: null", and every form is refused
)
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not INSECURE
SECURE_HSTS_SECONDS = 0 if INSECURE else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not INSECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^help-now/", r"^health/$"]
X_FRAME_OPTIONS = "DENY"
PREFIX = "" if INSECURE else "__Host-"
SESSION_ENGINE = "waylight.accounts.sessions"
SESSION_COOKIE_NAME = f"{PREFIX}session"
CSRF_COOKIE_NAME = f"{PREFIX}form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # the next person at this device is not signed in
CSRF_COOKIE_AGE = None  # gone with the browser
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "waylight.privacy.passing_words.SealedCookie"
CSRF_FAILURE_VIEW = "waylight.ui.views.stale_form"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes; a longer text is refused field by field before this
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, *crisis_style_hashes()],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *environment.other_origin(JANUS_LINE)],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Signing in (STACK 2): by e-mailed code or passkey; nobody has a password ---------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # for PINs
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/sign-in/"  # a page with a neutral name, which says that one is signed out
ACCOUNT_ADAPTER = "waylight.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}  # three tries each
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,12/h/key"}  # key: the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a mail would tell its reader that somebody tried here
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
MFA_ADAPTER = "waylight.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a phone whose clock is half a minute off still works (RFC 6238, 5.2)
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # an unlocked phone in other hands is not enough
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = INSECURE
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if INSECURE else 1  # with https there is one proxy in front

# Mail ------------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = environment.text(
    "WAYLIGHT_EMAIL_BACKEND",
    "waylight.operations.demo.mailbox.Backend" if DEMO else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = environment.text("WAYLIGHT_SMTP_HOST", "localhost")
EMAIL_PORT = int(environment.text("WAYLIGHT_SMTP_PORT", "25"))
EMAIL_HOST_USER = environment.text("WAYLIGHT_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("WAYLIGHT_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("WAYLIGHT_SMTP_TLS")
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = environment.text("WAYLIGHT_FROM", "notes@example.org")
BOUNCES_TO = environment.text("WAYLIGHT_BOUNCES")  # where mail that cannot be delivered comes back to

# Text messages: without an address, a person passes them on --------------------------------------------------------
SMS_URL = environment.text("WAYLIGHT_SMS_URL")
SMS_TOKEN = environment.text("WAYLIGHT_SMS_TOKEN")
SMS_SENDER = environment.text("WAYLIGHT_SMS_SENDER")
SMS_HOOK_SECRET = environment.text("WAYLIGHT_SMS_HOOK_SECRET")  # without it no report is taken

# Video -----------------------------------------------------------------------------------------------------------
TURN = environment.words(
    "WAYLIGHT_TURN"
)  # the practice's own relays, for networks that let nothing else through
TURN_KEY = environment.key("turn") if TURN else ""
REDIS = environment.text("WAYLIGHT_REDIS")
WORKERS = int(environment.text("WAYLIGHT_WORKERS", "1"))  # web processes; more than one need Redis
CHANNEL_LAYERS = {"default": channel_layers.redis(REDIS, SECRET_KEY) if REDIS else channel_layers.in_memory()}

# Texts of questionnaires that Waylight may not ship (docs/measures.md); without the folder there are none --------------
TEXT_PACKS = environment.text("WAYLIGHT_TEXT_PACKS")

# Logs: never a path, a query, a value or an address of a person --------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "waylight.privacy.logs.PlainFormatter"}},
    "filters": {"not_crisis": {"()": "waylight.privacy.logs.NotCrisis"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["not_crisis"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "waylight": {"level": "INFO"},
    },
}
