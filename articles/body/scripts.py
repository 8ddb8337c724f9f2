"""Which scripts put no spaces between words."""

# Chinese, Japanese, Thai, Lao, Burmese and Khmer, as ranges of a regular expression's class.
WITHOUT_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
