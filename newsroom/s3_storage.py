"""A Django storage in a bucket of S3, or of what speaks its protocol; needs the extra "s3"."""

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from newsroom.remote_storage import OSErrorStorageMixin

# boto3's own timeouts hold whoever asks for five minutes while a bucket is silent, and on SQLite
# everybody who writes. These wait 20 seconds at most.
CLIENT_CONFIG = Config(
    connect_timeout=3,  # seconds
    read_timeout=8,  # seconds without a byte
    retries={"mode": "standard", "total_max_attempts": 2},
)
MISSING_FILE_CODES = ("404", "NoSuchKey")


class S3FileStorage(OSErrorStorageMixin, S3Storage):
    """Files in the bucket `bucket_name`; one of the same name is replaced.

    Endpoint, region and keys come from boto3's own environment variables.
    """

    library_errors = (Boto3Error, BotoCoreError, ClientError)

    def __init__(self, **options):
        options = {"client_config": CLIENT_CONFIG, "max_memory_size": 1024 * 1024} | options
        super().__init__(**options)

    def is_missing_file(self, error):
        # Not NoSuchBucket, which is a 404 too.
        return (
            isinstance(error, ClientError) and error.response["Error"]["Code"] in MISSING_FILE_CODES
        )
