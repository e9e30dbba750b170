"""Forms of signing in."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo


class SignInForm(FlaskForm):
    """Name and password."""

    next = HiddenField()
    username = StringField("User name", [DataRequired("Enter your user name")])
    password = PasswordField("Password", [DataRequired("Enter your password")])


class UnlockForm(FlaskForm):
    """The password again."""

    next = HiddenField()
    password = PasswordField("Password", [DataRequired("Enter your password")])


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
