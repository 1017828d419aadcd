"""Static files under names that carry a hash of what is in them, also where one script module imports another."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedFiles(ManifestStaticFilesStorage):
    """Each name changes with the content, so browsers and the service worker may keep a file for ever."""

    support_js_module_import_aggregation = True
