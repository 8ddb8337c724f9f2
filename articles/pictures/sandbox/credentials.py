"""Content credentials: what a C2PA manifest inside a picture's file says, and who signed it.

https://spec.c2pa.org/. The library that reads them is an optional extra, `c2pa-python`.

A manifest can name addresses to ask: for itself, for revoked certificates, for identities. Nothing
is ever asked, because a stranger's file must not choose what our machines call.
"""

import io
import json
import re

from .metadata import plain

VALID = "valid"
INVALID = "invalid"
UNKNOWN_SIGNER = "unknown signer"
NOT_READ = "not read"

MADE_BY_AI = "trainedAlgorithmicMedia"
PARTLY_BY_AI = "compositeWithTrainedAlgorithmicMedia"

# How every manifest store begins, in whichever kind of file: a JUMBF box of the type "c2pa".
_JUMBF_MARK = b"jumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"
_NO_NETWORK = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "core": {"allowed_network_hosts": [], "decode_identity_assertions": False},
}
# The library calls "valid" what is whole, whoever signed it; anybody can sign as anybody.
_STATES = {"Trusted": VALID, "Valid": UNKNOWN_SIGNER}
_MAX_LENGTH = 200


def read(data, mime, *, anchors=""):
    """What the credentials inside a file say; {} if there are none.

    `data` is the file's bytes, `mime` for instance "image/jpeg", `anchors` the certificates (PEM)
    of those whose word the newsroom takes. The answer has "state": VALID only for a signature that
    leads to one of them, UNKNOWN_SIGNER for any other that fits the picture, INVALID for one that
    does not, NOT_READ if the library is missing or can make nothing of it. Those that were read
    also have what is known of "issuer", "made_by" (the program or camera), "source_type" (an IPTC
    term) and "at" (ISO 8601). Fetches nothing. Never raises.
    """
    if _JUMBF_MARK not in data:
        return {}
    try:
        import c2pa

        trust = {"trust": {"trust_anchors": anchors}} if anchors else {}
        settings = c2pa.Settings.from_dict(_NO_NETWORK | trust)
        with c2pa.Reader(mime, io.BytesIO(data), context=c2pa.Context(settings)) as reader:
            return _summary(json.loads(reader.json()))
    except Exception:  # ImportError, and whatever a stranger's bytes provoke
        return {"state": NOT_READ}


def in_words(credentials):
    """The answer of `read` for the desk, in one or two sentences; "" if there are none."""
    if not credentials:
        return ""
    issuer = credentials.get("issuer") or "somebody without a name"
    dated = f", dated {credentials['at'][:10]}" if credentials.get("at") else ""
    sentence = {
        VALID: f"Content credentials, verified: signed by {issuer}{dated}.",
        UNKNOWN_SIGNER: (
            f"Content credentials by a signer we do not know, who goes by the name of {issuer}. "
            "They prove nothing."
        ),
        INVALID: (
            "Content credentials that do not fit: the picture was changed after it was signed in "
            f"the name of {issuer}, or they are false."
        ),
    }.get(credentials.get("state"), "Content credentials, which could not be read here.")
    made_by = credentials.get("made_by", "")
    return f"{sentence} They name {made_by} as what made it." if made_by else sentence


def _summary(store):
    manifests = store["manifests"]
    active = manifests[store["active_manifest"]]
    signature = active.get("signature_info") or {}
    actions = _actions(active)
    summary = {
        "state": _STATES.get(store.get("validation_state"), INVALID),
        "issuer": signature.get("issuer") or signature.get("common_name"),
        "made_by": _program(active),
        "source_type": _source_type(actions, manifests.values()),
        "at": signature.get("time") or next(filter(None, (a.get("when") for a in actions)), ""),
    }
    return {name: text for name, value in summary.items() if (text := _short(value))}


def _short(value):
    return plain(value)[:_MAX_LENGTH].strip() if isinstance(value, str) else ""


def _program(manifest):
    for info in manifest.get("claim_generator_info") or ():
        return " ".join(filter(None, (info.get("name"), info.get("version"))))
    return manifest.get("claim_generator")


def _actions(manifest):
    return [
        action
        for assertion in manifest.get("assertions", ())
        if assertion.get("label", "").startswith("c2pa.actions")
        for action in assertion["data"].get("actions", ())
    ]


def _source_type(actions, manifests):
    """How the picture came to be. What AI did to it or to a part of it is never passed over."""
    all_terms = [_term(action) for manifest in manifests for action in _actions(manifest)]
    terms = [_term(action) for action in actions if action.get("action") == "c2pa.created"]
    created = next(filter(None, [*terms, *map(_term, actions), *all_terms]), "")
    if created not in (MADE_BY_AI, PARTLY_BY_AI) and {MADE_BY_AI, PARTLY_BY_AI} & set(all_terms):
        return PARTLY_BY_AI
    return created


def _term(action):
    term = str(action.get("digitalSourceType", "")).rstrip("/").rpartition("/")[2]
    return term if re.fullmatch("[A-Za-z]{1,60}", term) else ""
