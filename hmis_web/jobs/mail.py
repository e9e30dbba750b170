"""Sending one message, encrypted on the way. Nothing is sent where no mail server is configured (decision
14)."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from hmis_web.config import Mail

SECONDS = 15


def send(mail: Mail, to: str, subject: str, text: str) -> None:
    """Hand a message to the mail server. Raises OSError or smtplib's errors when that can not be done."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, to, subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    context = ssl.create_default_context(cafile=mail.authorities)
    if mail.starttls:
        with smtplib.SMTP(mail.server, mail.port, timeout=SECONDS) as server:
            server.starttls(context=context)
            _hand_over(server, mail, message)
    else:
        with smtplib.SMTP_SSL(mail.server, mail.port, timeout=SECONDS, context=context) as server:
            _hand_over(server, mail, message)


def _hand_over(server: smtplib.SMTP, mail: Mail, message: EmailMessage) -> None:
    if mail.user:
        server.login(mail.user, mail.password)
    server.send_message(message)
