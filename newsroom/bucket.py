"""Files in a bucket of S3 or its kin; needs the extra "s3"."""

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from newsroom.far_files import FailsAsADisk

# Without them a silent bucket holds whoever asks for five minutes, and on SQLite everybody who
# writes: these wait 20 seconds.
PATIENCE = Config(
    connect_timeout=3,  # seconds
    read_timeout=8,  # seconds without a byte
    retries={"mode": "standard", "total_max_attempts": 2},
)
ABSENT = ("404", "NoSuchKey")


class Bucket(FailsAsADisk, S3Storage):
    """A file of the same name is replaced. Where and whose it is, boto3's own variables say."""

    faults = (Boto3Error, BotoCoreError, ClientError)

    def __init__(self, **options):
        options = {"client_config": PATIENCE, "max_memory_size": 1024 * 1024} | options
        super().__init__(**options)

    def is_absence(self, fault):
        # Not NoSuchBucket, which is a 404 too.
        return isinstance(fault, ClientError) and fault.response["Error"]["Code"] in ABSENT
