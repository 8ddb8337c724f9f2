"""A Django storage in a bucket of S3, or of what speaks its protocol; needs the extra "s3"."""

from boto3.exceptions import Boto3Error
from botocore import exceptions
from botocore.config import Config
from storages.backends.s3 import S3Storage

from newsroom.remote_storage import OSErrorStorageMixin

# boto3's own timeouts hold whoever asks for five minutes while a bucket is silent, and on SQLite
# everybody who writes. These wait 20 seconds at most.
CLIENT_CONFIG = Config(
    connect_timeout=3,  # seconds
    read_timeout=8,  # seconds without a byte
    retries={"mode": "standard", "total_max_attempts": 2},
)
NO_KEY = (
    "The bucket’s server does not take the key: look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY "
    "and what the key may do"
)
NO_ROOM = "There is no room left in the bucket"
WORDS = {
    **dict.fromkeys(("403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"), NO_KEY),
    **dict.fromkeys(("507", "XMinioStorageFull", "QuotaExceeded", "InsufficientStorage"), NO_ROOM),
    "RequestTimeTooSkewed": "The clocks of this machine and of the bucket’s server differ",
}
NO_ANSWER = exceptions.ConnectionError, exceptions.HTTPClientError
MISSING_FILE_CODES = ("404", "NoSuchKey")


class S3FileStorage(OSErrorStorageMixin, S3Storage):
    """Files in the bucket `bucket_name`; one of the same name is replaced.

    Endpoint, region and keys come from boto3's own environment variables.
    """

    library_errors = (Boto3Error, exceptions.BotoCoreError, exceptions.ClientError)

    def __init__(self, **options):
        options = {"client_config": CLIENT_CONFIG, "max_memory_size": 1024 * 1024} | options
        super().__init__(**options)

    def is_missing_file(self, error):
        # Not NoSuchBucket, which is a 404 too.
        return (
            isinstance(error, exceptions.ClientError)
            and error.response["Error"]["Code"] in MISSING_FILE_CODES
        )

    def in_words(self, error):
        said = super().in_words(error)
        if isinstance(error, exceptions.NoCredentialsError):
            return NO_KEY
        if isinstance(error, NO_ANSWER):
            return f"The bucket’s server does not answer ({said})"
        code = error.response["Error"]["Code"] if isinstance(error, exceptions.ClientError) else ""
        if code == "NoSuchBucket":
            return f"There is no bucket “{self.bucket_name}”"
        return f"{WORDS[code]} ({code})" if code in WORDS else said
