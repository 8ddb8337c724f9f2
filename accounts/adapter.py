"""What allauth asks us: where redirects lead, how e-mail goes out, what a rate limit counts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal import stagekit
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import devices, letters, rate_limits, tasks
from newsroom import at_once, drafts, errors, redirects
from newsroom.throttling import visitor_address


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks (ACCOUNT_ADAPTER); each does what allauth's documentation says of it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address and the password do not belong together."),
        "duplicate_email": _("This is your e-mail address already."),
        "email_taken": _("This e-mail address cannot be used."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_ajax(self, request):
        """HTML only, so that no second API behaves a little differently.

        But the challenge for a passkey: it is no page, and begins a session for who wants it alone.
        """
        page = request.resolver_match.url_name if request.resolver_match else ""
        is_asked = request.headers.get("Accept") == "application/json"
        return is_asked and request.method == "GET" and page == "mfa_login_webauthn"

    # --- Redirects ---

    def is_safe_url(self, url):
        return redirects.is_path_of_this_site(url)

    def get_login_redirect_url(self, request):
        """Where nothing else was asked for: to the form that something waits for, or home."""
        return drafts.address(request) or super().get_login_redirect_url(request)

    def pre_login(self, request, user, **kwargs):
        """Who is banned gave the right password, and is told until when it opens nothing."""
        if user.is_banned:
            stagekit.clear_login(request)
            return errors.refuse(request, "accounts/banned.html", {"person": user}, status=403)
        return super().pre_login(request, user, **kwargs)

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:profile")

    # --- People ---

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)

    def confirm_email(self, request, email_address):
        """Another account may have taken the address since the letter went out."""
        try:
            with transaction.atomic():
                return super().confirm_email(request, email_address)
        except IntegrityError:
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False

    # --- E-mail ---

    def send_confirmation_mail(self, request, emailconfirmation, signup):
        address = emailconfirmation.email_address
        if rate_limits.may_send_a_letter(request, address.email):
            # Whoever came from a story goes on there; of an account's own page there is no need.
            is_known = request.user.is_authenticated
            back = "" if is_known else get_next_redirect_url(request) or ""
            tasks.send_confirmation_letter.enqueue(address.pk, back)

    def send_account_already_exists_mail(self, email):
        if rate_limits.may_send_a_letter(self.request, email):
            tasks.send_account_exists_letter.enqueue(email)

    def send_mail(self, template_prefix, email, context):
        letters.notice(template_prefix, email, context)

    # --- Rate limits ---

    def get_client_ip(self, request):
        return visitor_address(request)

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise ImmediateHttpResponse(
                rate_limits.too_many_requests(request, "login_failed", key=key)
            ) from None

    def authenticate(self, request, **credentials):
        try:
            return super().authenticate(request, **credentials)
        except at_once.Busy:
            # No password was tried: whoever keeps coming must not be locked out by a flood.
            self._rollback_login_failed_rl_usage()
            raise

    def _get_login_attempts_cache_key(self, request, **credentials):
        # allauth's own key contains the Host header, so that another port would mean new tries.
        email = credentials.get("email", "").lower()
        return f"{email}:{devices.known_device(request, email)}"

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        devices.remember(response, user.email)
        return response
