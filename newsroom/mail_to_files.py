"""The e-mail backend while no SMTP server has been named."""

from django.core.mail.backends.filebased import EmailBackend


class FileEmailBackend(EmailBackend):
    """Each letter as a text file that a person can read, and copy a link from.

    Django's own writes what a mail server would get, in which a link of more than 76
    characters is broken in two.
    """

    def write_message(self, message):
        to = ", ".join(message.recipients())
        letter = f"To: {to}\nSubject: {message.subject}\n\n{message.body}\n"
        self.stream.write(letter.encode())
