"""An application that says what it was asked, in place of the site: "POST /x/ 12", with the length
of the body that came along.

Whatever asks for SMUGGLED got past the proxy, which answers that itself; what has arrived of it
stands at ARRIVED.
"""

SMUGGLED, ARRIVED = "/metrics", "/arrived"
arrived = []


def application(environ, start_response):
    asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
    length = len(environ["wsgi.input"].read())
    if environ["PATH_INFO"].startswith(SMUGGLED):
        arrived.append(asked)
    said = "\n".join(arrived) if environ["PATH_INFO"] == ARRIVED else f"{asked} {length}"
    headers = [("Content-Length", str(len(said.encode()))), ("Cache-Control", "no-store")]
    start_response("200 OK", headers)
    return [said.encode()]
