"""Cut the readers' typefaces into the files that lie in static/fonts/.

Run by hand when a face changes, in a folder of its own, and commit what it makes. Nothing here
is needed to run the site, so none of it is in the locks:

    npm install @fontsource-variable/newsreader @fontsource/libre-caslon-condensed \\
        @fontsource-variable/libre-franklin @fontsource/noto-naskh-arabic \\
        @fontsource/vazirmatn @fontsource/frank-ruhl-libre
    python3 -m venv cutting && cutting/bin/pip install fonttools brotli
    cutting/bin/python …/tooling/cut_fonts.py node_modules …/static/fonts

The ranges in static/css/fonts.css are those of SCRIPTS, a little wider where nobody else's
letters lie between.
"""

import io
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# What an English page is made of, with the few accents that its names bring along.
CORE = (
    "20-7E,A0,A3,A7,A9,AB,B0,B6-B7,BB,BD,D7,E0,E1,E7-E9,ED,EF,F1,F3,F6,FC,131,"
    "2010-2015,2018-201E,2022,2026,2032-2033,2039-203A,20AC,2190-2193,2212"
)
# What each further file adds. None repeats a character of another, so that a page in
# German or in Polish asks for one more file of each face.
SCRIPTS = {
    "": CORE,
    "-latin-1": (
        "A1-A2,A4-A6,A8,AA,AC-AF,B1-B5,B8-BA,BC,BE-D6,D8-DF,E2-E6,EA-EC,EE,F0,F2,F4-F5,F7-FB,"
        "FD-FF,152-153,2122"
    ),
    "-latin-ext": (
        "100-130,134-151,154-17E,192,1FA-1FF,218-21B,237,259,2BC,2C7,2DD,1E80-1E85,1E9E,1EF2-1EF3,"
        "2020-2021,2030"
    ),
    "-vietnamese": "1A0-1A1,1AF-1B0,300-301,303,309,323,1EA0-1EF1,1EF4-1EF9,20AB",
    "-cyrillic": "401-45F,490-491,4B0-4B1,2116",
    "-arabic": (
        "60C-615,61B,61F-63A,640-658,660-671,674,679-67F,681,685-686,688-689,691,693,695-696,698,"
        "69A,6A4,6A9,6AB,6AD,6AF,6B5,6BA,6BC-6BE,6C0-6C3,6C5-6CE,6D0,6D2-6D5,6F0-6F9,200C-200F,"
        "FDFC"
    ),
    "-hebrew": "5B0-5C3,5C7,5D0-5EA,5F0-5F4,200C-200F,20AA,FB1D-FB4F",
}
LATIN = ["", "-latin-1", "-latin-ext"]
WHOLE_LATIN = [*LATIN, "-vietnamese"]
FEATURES = "kern liga ccmp locl mark mkmk onum pnum lnum tnum init medi fina isol rlig calt".split()
# Caslon's ornaments, which it takes for ordinary ligatures.
ORNAMENTS = {"c_t", "e_t", "s_p", "s_t"}
READING = {"opsz": 16, "wght": 400}
# One file for the text and what is bold in it: a request less, and fewer bytes than two.
READING_AND_BOLD = {"opsz": 16, "wght": (400, 650)}

# The name in static/fonts/, the package's file ("*" is fontsource's name of the script),
# the point (or stretch) on its axes, the scripts to cut.
FACES = [
    ("text", "@fontsource-variable/newsreader/files/newsreader-*-opsz-normal", READING_AND_BOLD,
     WHOLE_LATIN),
    ("text-400-italic", "@fontsource-variable/newsreader/files/newsreader-*-opsz-italic", READING,
     WHOLE_LATIN),
    ("headline-600",
     "@fontsource/libre-caslon-condensed/files/libre-caslon-condensed-latin-600-normal", None,
     LATIN),
    ("headline-500-italic",
     "@fontsource/libre-caslon-condensed/files/libre-caslon-condensed-latin-500-italic", None,
     LATIN),
    ("label-600", "@fontsource-variable/libre-franklin/files/libre-franklin-*-wght-normal",
     {"wght": 600}, [*WHOLE_LATIN, "-cyrillic"]),
    ("text-400", "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-*-400-normal", None,
     ["-arabic"]),
    ("text-700", "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-*-700-normal", None,
     ["-arabic"]),
    ("farsi-400", "@fontsource/vazirmatn/files/vazirmatn-*-400-normal", None, ["-arabic"]),
    ("headline-600", "@fontsource/vazirmatn/files/vazirmatn-*-600-normal", None, ["-arabic"]),
    ("text-400", "@fontsource/frank-ruhl-libre/files/frank-ruhl-libre-*-400-normal", None,
     ["-hebrew"]),
    ("text-700", "@fontsource/frank-ruhl-libre/files/frank-ruhl-libre-*-700-normal", None,
     ["-hebrew"]),
]  # fmt: skip


def cut(source, target, axes, characters):
    """Write the `characters` of the font `source`, at that point of its axes, to `target`.

    Returns those of them that the font has.
    """
    font = TTFont(source)
    if axes:
        instancer.instantiateVariableFont(font, axes, inplace=True)
        font.flavor = None
        # The subsetter reads what is written, not what the instancer left in memory.
        copy = io.BytesIO()
        font.save(copy)
        copy.seek(0)
        font = TTFont(copy)
    drop_ornaments(font)
    options = subset.Options(
        flavor="woff2", layout_features=FEATURES, hinting=False, notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
    )  # fmt: skip
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters & set(font.getBestCmap()))
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(target)
    return set(font.getBestCmap())


def drop_ornaments(font):
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ligatures in getattr(table, "ligatures", {}).items():
                plain = [each for each in ligatures if each.LigGlyph not in ORNAMENTS]
                table.ligatures[first] = plain


def characters_of(ranges):
    return {
        code
        for part in ranges.split(",")
        for first, _, last in [part.partition("-")]
        for code in range(int(first, 16), int(last or first, 16) + 1)
    }


def main(packages, target):
    for name, path, axes, scripts in FACES:
        for script in scripts:
            own = script.strip("-")
            source = "latin" if own in ("", "latin-1") else own
            file = target / f"{name}{script}.woff2"
            wanted = characters_of(SCRIPTS[script])
            found = cut(packages / f"{path.replace('*', source)}.woff2", file, axes, wanted)
            print(f"{file.name:34} {file.stat().st_size:6} bytes {len(found):4} of {len(wanted)}")
        package = Path(*Path(path).parts[:2])
        shutil.copyfile(packages / package / "LICENSE", target / f"LICENSE-{package.name}.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
