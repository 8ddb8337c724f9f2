"""Letters that carry a key. The worker makes the key, so that it never lies in the queue."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.http import urlencode

from newsroom import mail
from newsroom.task_queue import task


@task("A letter with a link to choose a password")
def send_password_letter(email, tries=0):
    """Send the link to choose a new password, if this is the address of an account.

    Who asks learns nothing from the answer's time: to look for the account is done here,
    after the answer.
    """
    with mail.retrying(send_password_letter, email, tries=tries):
        for user in get_user_model().objects.filter(email=email.lower(), is_active=True):
            token = default_token_generator.make_token(user)
            mail.send("reset_password", user.email, link=password_link(user, token))


@task("A letter to confirm an address")
def send_confirmation_letter(address_id, back="", tries=0):
    """Ask whether an address belongs to who wants to use it. Once it is confirmed: nothing.

    The link leads by the log-in to `back`, the path of this site where they were, in whatever
    browser they open it.
    """
    address = EmailAddress.objects.filter(pk=address_id, verified=False).first()
    if address is None:
        return
    with mail.retrying(send_confirmation_letter, address_id, back, tries=tries):
        key = EmailConfirmationHMAC(address).key
        link = link_to("account_confirm_email", key)
        if back:
            log_in = f"{reverse('account_login')}?{urlencode({'next': back})}"
            link += f"?{urlencode({'next': log_in})}"
        mail.send("confirm_address", address.email, link=link)


@task("A letter to somebody who has an account")
def send_account_exists_letter(email, tries=0):
    """Tell a member that somebody tried to open a second account with their address."""
    with mail.retrying(send_account_exists_letter, email, tries=tries):
        mail.send(
            "account_exists",
            email,
            log_in=link_to("account_login"),
            new_password=link_to("account_reset_password"),
        )


def password_link(user, token):
    """The URL at which `user` chooses a new password; `token` is of allauth's generator."""
    return link_to("account_reset_password_from_key", user_pk_to_url_str(user), token)


def link_to(page, *arguments):
    """The whole address of a page. From SITE_URL: a forged Host header must not get a key."""
    return settings.SITE_URL + reverse(page, args=arguments)
