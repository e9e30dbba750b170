"""A mail server that keeps what it is given: SMTP over TLS, just enough of it."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass
class Post:
    """Where the server listens, what proves who it is, and what came."""

    port: int
    certificate: Path
    messages: list[str] = field(default_factory=list)


@contextmanager
def mail_server(folder: Path) -> Iterator[Post]:
    """A server on a port of its own, with a certificate for `localhost` in `folder`."""
    certificate = _certificate(folder)
    post = Post(0, certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _talk(self, post)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def get_request(self):  # type: ignore[no-untyped-def]
            plain, address = super().get_request()
            return context.wrap_socket(plain, server_side=True), address  # type: ignore[arg-type]

        def handle_error(self, request, client_address) -> None:  # type: ignore[no-untyped-def]
            """Somebody who does not trust the certificate hangs up."""

    with Server(("127.0.0.1", 0), Handler) as server:
        post.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield post
        server.shutdown()
        thread.join()


def _talk(handler: socketserver.StreamRequestHandler, post: Post) -> None:
    def say(line: str) -> None:
        handler.wfile.write(f"{line}\r\n".encode())

    say("220 here")
    while line := handler.rfile.readline():
        word = line.split()[0].upper() if line.split() else b""
        if word == b"DATA":
            say("354 go on")
            text = b""
            while (part := handler.rfile.readline()) != b".\r\n":
                text += part
            post.messages.append(text.decode())
        if word == b"QUIT":
            say("221 bye")
            return
        say("250 fine")


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "mail.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return file
