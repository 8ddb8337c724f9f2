"""Crops that an editor has chosen, as the picture form sends them."""

import json

from django import forms

from articles.pictures.crops import RATIOS
from newsroom.form_fields import CharField

LONGEST = 2000  # characters; all ratios together need a fifth of it
MOST_ZOOM = 4


class CropsField(CharField):
    """JSON of crops by ratio, {"1:1": {"x": 0.4, "y": 0.3, "zoom": 1.5}}; cleans to a dict.

    A ratio that is left out follows the focal point. What is not a known ratio, or lies outside
    the picture, is refused in words.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=LONGEST, **kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, str) else json.dumps(value or {})

    def has_changed(self, initial, data):
        try:
            return self.to_crops(data) != (initial or {})
        except forms.ValidationError:
            return True

    def clean(self, value):
        return self.to_crops(super().clean(value))

    def to_crops(self, text):
        try:
            crops = json.loads(text or "{}")
        except (ValueError, RecursionError):
            crops = None
        if not isinstance(crops, dict):
            raise forms.ValidationError("The crops could not be read. Choose them again.")
        return {ratio: _crop(ratio, crop) for ratio, crop in crops.items()}


def _crop(ratio, crop):
    if ratio not in RATIOS:
        raise forms.ValidationError(f"There is no crop {ratio[:20]}. There are {_known()}.")
    if not isinstance(crop, dict):
        raise forms.ValidationError(f"The crop {ratio} could not be read. Choose it again.")
    x, y, zoom = (crop.get(name, given) for name, given in (("x", 0.5), ("y", 0.5), ("zoom", 1)))
    if not (_lies_in(x, 0, 1) and _lies_in(y, 0, 1)):
        raise forms.ValidationError(f"The crop {ratio} lies outside the picture.")
    if not _lies_in(zoom, 1, MOST_ZOOM):
        raise forms.ValidationError(f"The crop {ratio} can be enlarged up to {MOST_ZOOM} times.")
    return {"x": round(x, 3), "y": round(y, 3), "zoom": round(zoom, 2)}


def _lies_in(value, least, most):
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and least <= value <= most  # which NaN is not


def _known():
    return ", ".join(RATIOS)
