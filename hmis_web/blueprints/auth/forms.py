"""Forms of signing in."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Optional
from wtforms.widgets import EmailInput


class SignInForm(FlaskForm):
    """Name and password."""

    next = HiddenField()
    username = StringField("User name", [DataRequired("Enter your user name")])
    password = PasswordField("Password", [DataRequired("Enter your password")])


class UnlockForm(FlaskForm):
    """The password again."""

    next = HiddenField()
    password = PasswordField("Password", [DataRequired("Enter your password")])


class ConfirmForm(FlaskForm):
    """The password again, and a code where a second factor is in use."""

    next = HiddenField()
    password = PasswordField("Password", [DataRequired("Enter your password")])
    code = StringField("Code from your phone", [DataRequired("Enter the code")])


class EmptyForm(FlaskForm):
    """A button alone."""


class CodeForm(FlaskForm):
    """The second factor, after the password."""

    next = HiddenField()
    code = StringField("Code", [DataRequired("Enter the code")])


class PhoneForm(FlaskForm):
    """A first code, which shows that the phone has the secret."""

    next = HiddenField()
    sealed = HiddenField()
    code = StringField("Code from your phone", [DataRequired("Enter the six digits that the app shows")])


class AgreementForm(FlaskForm):
    """Signing the version that was read."""

    next = HiddenField()
    version = HiddenField()
    agreed = BooleanField(
        "I have read this and I keep to it",
        [DataRequired("Tick the box to sign. Who does not want to sign, signs out and talks to the manager")],
    )


class ForgottenForm(FlaskForm):
    """Whose password is forgotten."""

    username = StringField("User name", [DataRequired("Enter your user name")])


class PasswordForm(FlaskForm):
    """Another password for oneself."""

    password = PasswordField("Present password", [DataRequired("Enter your present password")])
    new_password = PasswordField("New password", [DataRequired("Enter a new password")])
    repeat_password = PasswordField(
        "The new one again",
        [
            DataRequired("Enter the new password again"),
            EqualTo("new_password", "The two are not the same"),
        ],
    )


class EmailForm(FlaskForm):
    """One's address at work."""

    version = HiddenField()
    email = StringField("E-mail address at work", [Optional()], widget=EmailInput())


class SetUpForm(FlaskForm):
    """Choosing a first or new password."""

    password = PasswordField("New password", [DataRequired("Enter a password")])
    repeat_password = PasswordField(
        "The same again",
        [
            DataRequired("Enter the password again"),
            EqualTo("password", "The two are not the same"),
        ],
    )
