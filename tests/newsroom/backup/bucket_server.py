"""A small server of S3's protocol, for the few calls that backups make of it.

Every request is signed (AWS Signature Version 4), or refused with 403: put, multipart, head, get
with ranges, delete, lists of both versions by pages. What is there is kept in memory.
"""

import hashlib
import hmac
import re
import threading
import uuid
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

KEY, SECRET, REGION, BUCKET = (
    "AKIDHARBOUR",
    "a secret of forty characters, more or less",
    "eu-1",
    "b",
)
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?"
    r"SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})"
)
XMLNS = "http://s3.amazonaws.com/doc/2006-03-01/"


class Trouble(Exception):
    """An answer that is an error: its status, its code, what it says."""


class BucketServer(ThreadingHTTPServer):
    """`objects` is {name: bytes} of the one bucket; a test may set how it fails."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects, self.parts, self.asked = {}, {}, []
        self.page = 1000  # names in one answer of a list
        self.room = None  # bytes that still fit
        self.puts_until_it_goes = None
        self._thread = threading.Thread(
            target=partial(self.serve_forever, poll_interval=0.01), daemon=True
        )
        self._thread.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    def names(self, under=""):
        return sorted(name for name in self.objects if name.startswith(under))

    def goes_away(self):
        """From now on nobody listens there."""
        self.socket.close()
        threading.Thread(target=self.shutdown, daemon=True).start()

    def end(self):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """Clients may hang up."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "bucket"

    def log_message(self, *args):
        pass

    def _answer(self):
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        bucket, _, name = unquote(parts.path).lstrip("/").partition("/")
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, name, sorted(query)))
        try:
            self._is_signed(parts, data)
            if bucket != BUCKET:
                raise Trouble(404, "NoSuchBucket", "The specified bucket does not exist")
            if self.command == "PUT" and self._is_gone():
                self.close_connection = True
                return
            getattr(self, f"_{self.command.lower()}")(name, query, data)
        except Trouble as trouble:
            status, code, words = trouble.args
            self._say(status, f"<Error><Code>{code}</Code><Message>{words}</Message></Error>")

    def __getattr__(self, name):
        if name.startswith("do_"):  # do_GET and its like, of http.server
            return self._answer
        raise AttributeError(name)

    def _is_gone(self):
        left = self.server.puts_until_it_goes
        if left is not None:
            self.server.puts_until_it_goes = left - 1
            if left <= 0:
                self.server.goes_away()
                return True
        return False

    # What is signed (the documentation of AWS Signature Version 4)

    def _is_signed(self, parts, data):
        found = AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        if found is None:
            raise Trouble(403, "AccessDenied", "Access Denied")
        key, day, region, names, signature = found.groups()
        if key != KEY:
            raise Trouble(403, "InvalidAccessKeyId", "The key does not exist in our records.")
        digest = self.headers["x-amz-content-sha256"]
        if digest != hashlib.sha256(data).hexdigest():
            raise Trouble(400, "XAmzContentSHA256Mismatch", "The body is not what was signed.")
        pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
        query = "&".join(f"{quote(n, safe='-_.~')}={quote(v, safe='-_.~')}" for n, v in pairs)
        headers = [f"{name}:{' '.join(self.headers[name].split())}\n" for name in names.split(";")]
        request = [self.command, parts.path, query, "".join(headers), names, digest]
        scope = f"{day}/{region}/s3/aws4_request"
        digest = hashlib.sha256("\n".join(request).encode()).hexdigest()
        text = "\n".join(["AWS4-HMAC-SHA256", self.headers["x-amz-date"], scope, digest])
        secret = f"AWS4{SECRET}".encode()
        for word in (day, REGION, "s3", "aws4_request", text):
            secret = hmac.new(secret, word.encode(), hashlib.sha256).digest()
        if not hmac.compare_digest(secret.hex(), signature):
            raise Trouble(403, "SignatureDoesNotMatch", "The signature is another one.")

    # The calls

    def _put(self, name, query, data):
        room = self.server.room
        if room is not None and len(data) > room:
            raise Trouble(507, "XMinioStorageFull", "Storage backend has reached its limit")
        if room is not None:
            self.server.room = room - len(data)
        if "uploadId" in query:
            self.server.parts[query["uploadId"]][int(query["partNumber"])] = data
        else:
            self.server.objects[name] = data
        self._say(200, headers={"ETag": _etag(data)})

    def _post(self, name, query, data):
        if "uploads" in query:
            number = uuid.uuid4().hex
            self.server.parts[number] = {}
            self._say(200, _element("InitiateMultipartUploadResult", UploadId=number, Key=name))
            return
        there = self.server.parts.pop(query["uploadId"])
        wanted = [int(part.text) for part in ElementTree.fromstring(data).iter()  # noqa: S314 ours
                  if part.tag.endswith("PartNumber")]  # fmt: skip
        whole = b"".join(there[number] for number in wanted)
        self.server.objects[name] = whole
        self._say(200, _element("CompleteMultipartUploadResult", ETag=_etag(whole), Key=name))

    def _delete(self, name, query, data):
        if "uploadId" in query:
            self.server.parts.pop(query["uploadId"], None)
        else:
            self.server.objects.pop(name, None)
        self._say(204)

    def _head(self, name, query, data):
        self._get(name, query, data)

    def _get(self, name, query, data):
        if not name:
            self._list(query)
            return
        if name not in self.server.objects:
            raise Trouble(404, "NoSuchKey", "The specified key does not exist.")
        whole = body = self.server.objects[name]
        headers = {"ETag": _etag(whole), "Last-Modified": self.date_time_string()}
        status = 200
        if wanted := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(wanted[1]), int(wanted[2] or len(whole) - 1)
            body, status = whole[first : last + 1], 206
            headers["Content-Range"] = f"bytes {first}-{last}/{len(whole)}"
        self._say(status, body, headers)

    def _list(self, query):
        under, between = query.get("prefix", ""), query.get("delimiter", "")
        after = query.get("continuation-token") or query.get("marker") or ""
        found = {}  # each name, or beginning of names, once
        for name in self.server.names(under):
            head, is_folder, _ = name[len(under) :].partition(between) if between else (0, "", 0)
            found[f"{under}{head}{between}" if is_folder else name] = bool(is_folder)
        rest = [(name, is_folder) for name, is_folder in found.items() if name > after]
        page, more = rest[: self.server.page], rest[self.server.page :]
        now = datetime.now(UTC).isoformat()
        inside = [
            f"<CommonPrefixes>{_element('Prefix', name)}</CommonPrefixes>" if is_folder else
            f"<Contents>{_element('Key', name)}<LastModified>{now}</LastModified>"
            f"<ETag>{escape(_etag(self.server.objects[name]))}</ETag>"
            f"<Size>{len(self.server.objects[name])}</Size></Contents>"
            for name, is_folder in page
        ]  # fmt: skip
        inside.append(f"<IsTruncated>{str(bool(more)).lower()}</IsTruncated>")
        if more:
            following = "NextContinuationToken" if "list-type" in query else "NextMarker"
            inside.append(_element(following, page[-1][0]))
        self._say(200, f'<ListBucketResult xmlns="{XMLNS}">{"".join(inside)}</ListBucketResult>')

    def _say(self, status, body=b"", headers=()):
        body = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", len(body))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _etag(data):
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


def _element(name, text="", **inside):
    parts = "".join(_element(*pair) for pair in inside.items())
    return f"<{name}>{escape(text)}{parts}</{name}>"
