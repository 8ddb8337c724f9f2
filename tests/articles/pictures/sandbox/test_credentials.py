"""Content credentials: nothing is taken for proven that is not, and nobody is asked."""

import io
import json
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from articles.pictures.sandbox import credentials
from articles.pictures.sandbox.formats import MEDIA_TYPES
from articles.pictures.sandbox.metadata import SOURCES
from tests.articles.pictures.photographs import heic_of, motif, taken_in

from .metadata_files import file

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not here.")


def with_credentials(data, box=b""):
    """A JPEG with a manifest store that has nothing in it."""
    kind = b"c2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"
    described = kind + b"\x03c2pa\0"
    store = (len(described) + 8).to_bytes(4) + b"jumd" + described + box
    store = (len(store) + 8).to_bytes(4) + b"jumb" + store
    body = b"JP\0\x01\0\0\0\x01" + store
    return data[:2] + b"\xff\xeb" + (len(body) + 2).to_bytes(2) + body + data[2:]


def store(state="Trusted", actions=(), others=(), **manifest):
    """What the library says of a file, as it says it."""

    def of(actions):
        return {"assertions": [{"label": "c2pa.actions.v2", "data": {"actions": list(actions)}}]}

    active = of(actions) | {
        "claim_generator_info": [{"name": "Harbour Camera", "version": "1.2"}],
        "signature_info": {"issuer": "Harbour Pictures", "time": "2026-05-01T10:00:00+00:00"},
    }
    manifests = {f"urn:{n}": of(each) for n, each in enumerate(others)}
    return {
        "active_manifest": "urn:active",
        "manifests": manifests | {"urn:active": active | manifest},
        "validation_state": state,
    }


def action(kind, term):
    return {"action": f"c2pa.{kind}", "digitalSourceType": f"{IPTC}{term}"}


def test_most_files_have_none():
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
        assert credentials.read(file(kind), MEDIA_TYPES[kind]) == {}
    assert credentials.read(b"", "image/jpeg") == {}
    assert credentials.in_words({}) == ""


@pytest.mark.parametrize("is_library_here", [True, False])
def test_some_that_nobody_here_can_read_are_known_to_be_there(without, is_library_here):
    """The library is missing, or can make nothing of them: both are said, neither is a fault."""
    if not is_library_here:
        without("c2pa")
    found = credentials.read(with_credentials(file()), "image/jpeg")

    assert found == {"state": "not read"}
    assert credentials.in_words(found) == "Content credentials, which could not be read here."


@pytest.mark.parametrize(
    ("state", "found"),
    [("Trusted", "valid"), ("Valid", "unknown signer"), ("Invalid", "invalid"), (None, "invalid")],
)
def test_only_a_signer_whom_the_newsroom_trusts_makes_them_valid(state, found):
    assert credentials._summary(store(state))["state"] == found


def test_they_say_who_signed_and_what_made_it():
    found = credentials._summary(store(actions=[action("created", "digitalCapture")]))

    assert found == {
        "state": "valid",
        "issuer": "Harbour Pictures",
        "made_by": "Harbour Camera 1.2",
        "source_type": "digitalCapture",
        "at": "2026-05-01T10:00:00+00:00",
    }
    assert credentials.in_words(found) == (
        "Content credentials, verified: signed by Harbour Pictures, dated 2026-05-01. "
        "They name Harbour Camera 1.2 as what made it."
    )


@pytest.mark.parametrize("state", ["unknown signer", "invalid", "not read"])
def test_what_is_not_proven_is_never_called_verified(state):
    words = credentials.in_words({"state": state, "issuer": "Reuters", "at": "2026-05-01"})

    assert words.startswith("Content credentials")
    assert "verified" not in words


@pytest.mark.parametrize(
    ("actions", "others", "term"),
    [
        ([action("created", "trainedAlgorithmicMedia")], [], credentials.MADE_BY_AI),
        (
            [
                action("created", "digitalCapture"),
                action("edited", "compositeWithTrainedAlgorithmicMedia"),
            ],
            [],
            credentials.PARTLY_BY_AI,
        ),
        # The history of a picture that was only saved anew.
        (
            [{"action": "c2pa.opened"}],
            [[action("created", credentials.MADE_BY_AI)]],
            credentials.MADE_BY_AI,
        ),
        (
            [action("created", "compositeCapture")],
            [[action("created", "trainedAlgorithmicMedia")]],
            credentials.PARTLY_BY_AI,
        ),
        ([action("edited", "humanEdits")], [], "humanEdits"),
        ([action("created", "<script>")], [], None),
        ([], [], None),
    ],
)
def test_what_ai_has_done_to_a_picture_or_a_part_of_it_is_not_passed_over(actions, others, term):
    assert credentials._summary(store(actions=actions, others=others)).get("source_type") == term


def test_the_words_for_ai_are_those_of_the_desk():
    assert {credentials.MADE_BY_AI, credentials.PARTLY_BY_AI} < SOURCES


def test_a_strangers_name_is_a_short_line_of_text():
    found = credentials._summary(
        store(signature_info={"issuer": "\u202eReuters\0\n" + "x" * 5_000, "time": 5},
              claim_generator_info=[{"name": "<b>Camera</b>"}])
    )  # fmt: skip

    assert found["issuer"].startswith("Reuters xxx")
    assert len(found["issuer"]) == 200
    assert found["made_by"] == "<b>Camera</b>"
    assert "at" not in found


def test_nothing_is_ever_fetched():
    """Each of these would let a stranger's file choose an address that our machine calls."""
    found = credentials._NO_NETWORK

    assert found["verify"] == {"remote_manifest_fetch": False, "ocsp_fetch": False}
    assert found["core"] == {"allowed_network_hosts": [], "decode_identity_assertions": False}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """(certificates, key, root) as PEM, of an authority that nobody knows."""
    folder = tmp_path_factory.mktemp("authority")
    common = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 3650".split()

    def certificate(name, *options):
        subprocess.run(
            ["openssl", "req", "-x509", *common, "-subj", f"/O=Harbour Test Press/CN={name}",
             "-keyout", f"{name}.key", "-out", f"{name}.pem", *options],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip

    certificate("root", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    certificate(
        *("camera", "-CA", "root.pem", "-CAkey", "root.key"),
        *("-addext", "basicConstraints=critical,CA:FALSE"),
        *("-addext", "keyUsage=critical,digitalSignature"),
        *("-addext", "extendedKeyUsage=emailProtection"),
    )
    camera, key, root = (
        (folder / name).read_text() for name in ("camera.pem", "camera.key", "root.pem")
    )
    return camera + root, key, root


def sign(authority, kind="JPEG", remote=None):
    import c2pa

    chain, key, _ = authority
    info = c2pa.C2paSignerInfo("es256", chain.encode(), key.encode(), None)
    created = action("created", "trainedAlgorithmicMedia")
    builder = c2pa.Builder(json.dumps({
        "claim_generator_info": [{"name": "Harbour Camera", "version": "1.2"}],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created]}}],
    }))  # fmt: skip
    if remote:
        builder.set_remote_url(remote)
        builder.set_no_embed()
    out, data = io.BytesIO(), heic_of(motif()) if kind == "HEIF" else file(kind)
    builder.sign(c2pa.Signer.from_info(info), MEDIA_TYPES[kind], io.BytesIO(data), out)
    return out.getvalue()


@needs_openssl
@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_a_whole_signature_by_a_stranger_is_a_strangers(authority, kind):
    found = credentials.read(sign(authority, kind), MEDIA_TYPES[kind])

    assert found["state"] == "unknown signer"
    assert found["source_type"] == credentials.MADE_BY_AI
    assert found["issuer"] == "Harbour Test Press"


@needs_openssl
def test_a_signature_that_leads_to_somebody_we_trust_is_valid(authority):
    found = credentials.read(sign(authority), "image/jpeg", anchors=authority[2])

    assert found["state"] == "valid"


@needs_openssl
def test_a_picture_that_was_changed_after_it_was_signed_is_found_out(authority):
    data = bytearray(sign(authority))
    data[-50] ^= 1

    found = credentials.read(bytes(data), "image/jpeg", anchors=authority[2])
    assert found["state"] == "invalid"


@needs_openssl
@pytest.mark.parametrize("length", [4, 40, 400])
def test_a_broken_manifest_is_no_fault(authority, length):
    data = sign(authority)
    start = data.index(credentials._JUMBF_MARK) + 40
    broken = data[:start] + b"\xff" * length + data[start + length :]

    assert credentials.read(broken, "image/jpeg")["state"] in ("not read", "invalid")


@needs_openssl
def test_a_manifest_that_is_elsewhere_is_not_fetched(authority):
    asked = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/manifest.c2pa"
        data = sign(authority, remote=address) + credentials._JUMBF_MARK
        found = credentials.read(data, "image/jpeg")
        server.shutdown()

    assert found == {"state": "not read"}
    assert asked == []


@needs_openssl
@pytest.mark.django_db
@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_they_are_read_where_strangers_files_are_read_and_nowhere_else(
    authority, settings, kind, monkeypatch
):
    settings.PICTURES_IN_A_CHILD = True
    settings.PICTURE_TRUSTED_SIGNERS = authority[2]
    data = sign(authority, kind)
    for name in [name for name in sys.modules if name.partition(".")[0] == "c2pa"]:
        monkeypatch.delitem(sys.modules, name)
    picture = taken_in(data, alt="x")

    assert picture.content_credentials["state"] == "valid"
    assert picture.is_made_by_ai
    assert "c2pa" not in sys.modules
