from django.db import models


class Checked(models.Model):
    """How much the checks had to say of a story when it was last saved at the desk.

    For the list, which cannot ask them about each of its rows. True of that version only, and of
    the paper as it was then: a picture may have been described since.
    """

    story = models.OneToOneField(
        "articles.Story", primary_key=True, on_delete=models.CASCADE, related_name="checked"
    )
    version = models.PositiveIntegerField(help_text="The number of the version.")
    stops = models.PositiveSmallIntegerField(help_text="How many keep it from going out.")
    advises = models.PositiveSmallIntegerField()

    def __str__(self):
        return f"{self.stops} stop it, {self.advises} advise"
