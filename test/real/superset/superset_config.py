# Superset for the tests: only what has to differ from its defaults. Content-Security-Policy, CSRF check, cookies and session
# protection stay as shipped, since they are what the extension meets in the field.
import os

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
GUEST_TOKEN_JWT_SECRET = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = os.environ["THROUGHLINE_META_URI"]
# The second: "big number with period comparison" is a kind of chart that 6.1 hides behind a flag.
FEATURE_FLAGS = {"EMBEDDED_SUPERSET": True, "CHART_PLUGINS_EXPERIMENTAL": True}
RATELIMIT_ENABLED = False
