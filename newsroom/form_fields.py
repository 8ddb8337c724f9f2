"""Fields of forms for text, for readers and the desk: what is forbidden in a text is left out.

Every form takes these; tests/newsroom/language/test_fields_for_text.py finds one that does not.
"""

from django import forms

from newsroom.characters import only_visible, without_forbidden


class CharField(forms.CharField):
    """Django's, without forbidden characters (newsroom.characters): nobody has typed those."""

    def to_python(self, value):
        if isinstance(value, str):
            has_lines = isinstance(self.widget, forms.Textarea)
            value = without_forbidden(value, line_end="\n" if has_lines else " ")
        return super().to_python(value)


class EmailField(forms.EmailField):
    """Django's, also without invisible characters: an address is what can be seen of it."""

    def to_python(self, value):
        is_text = isinstance(value, str)
        return super().to_python(only_visible(value, line_end="") if is_text else value)
