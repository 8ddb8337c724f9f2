"""Write the quotation marks of every language that Unicode's CLDR knows into newsroom/quotation/.

Run by hand when CLDR has a new release, and commit what it makes. Nothing here is needed to run
the site (Babel's data have no quotation marks):

    npm pack cldr-misc-full && tar xzf cldr-misc-full-*.tgz
    python3 tooling/cut_quotation_marks.py package newsroom/quotation

Written are marks.json, {"de": "„“‚‘"}: what opens and closes a quote, and one inside another; and
LICENSE, under which the data may be passed on. A locale whose marks are those of the locale that
its name is a part of ("de-AT", "de") is left out.
"""

import json
import shutil
import sys
from pathlib import Path

FIELDS = (
    "quotationStart",
    "quotationEnd",
    "alternateQuotationStart",
    "alternateQuotationEnd",
)


def main(package, target):
    marks = {}
    for path in sorted(Path(package, "main").glob("*/delimiters.json")):
        delimiters = json.loads(path.read_text(encoding="utf-8"))["main"][path.parent.name]
        marks[path.parent.name.lower()] = "".join(delimiters["delimiters"][f] for f in FIELDS)
    kept = {name: four for name, four in marks.items() if four != _inherited(name, marks)}
    lines = [f"{json.dumps(n)}: {json.dumps(four, ensure_ascii=False)}" for n, four in kept.items()]
    text = "{\n  " + ",\n  ".join(lines) + "\n}\n"
    Path(target, "marks.json").write_text(text, encoding="utf-8")
    shutil.copyfile(Path(package, "LICENSE"), Path(target, "LICENSE"))
    print(f"{len(kept)} of {len(marks)} locales have marks of their own.")


def _inherited(name, marks):
    while "-" in name:
        name = name.rpartition("-")[0]
        if name in marks:
            return marks[name]
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
