import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

PASSWORD = "a long enough password"


class UserFactory(factory.django.DjangoModelFactory):
    """A reader with a confirmed address and the password PASSWORD."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"reader{n}@example.org")
    name = factory.Sequence(lambda n: f"Reader {n}")

    @classmethod
    def _create(cls, model_class, *args, password=PASSWORD, **fields):
        return model_class.objects.create_user(password=password, **fields)

    @factory.post_generation
    def confirmed(self, create, extracted, **kwargs):
        if extracted is False:  # `create_user` takes it for confirmed
            self.emailaddress_set.update(verified=False)


def _staff(group, **fields):
    user = UserFactory(is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=group))
    return user


def editor(**fields):
    return _staff("Editor", **fields)


def chief_editor(**fields):
    return _staff("Chief editor", **fields)


def section_editor(*sections, **fields):
    """Somebody who publishes in these sections and nowhere else."""
    user = _staff("Section editor", **fields)
    user.edited_sections.set(sections)
    return user


def administrator(**fields):
    return UserFactory(is_staff=True, is_superuser=True, **fields)


def contributor(**fields):
    return _staff("Contributor", **fields)


def reporter(**fields):
    return _staff("Reporter", **fields)


def moderator(**fields):
    return _staff("Moderator", **fields)
