"""The sandbox is a wall: what reads strangers' files runs without Django and without our site."""

import ast
import json
import subprocess
import sys

import pytest

from tooling.places import ROOT

SANDBOX = ROOT / "articles" / "pictures" / "sandbox"
PACKAGE = "articles.pictures.sandbox"
MODULES = sorted(
    ".".join(file.relative_to(SANDBOX).with_suffix("").parts) for file in SANDBOX.rglob("*.py")
)
# Pillow and defusedxml; what only some sites have installed is imported when it is needed.
LIBRARIES = {"PIL", "defusedxml", "c2pa", "pillow_heif"}
# Imports a module as the child process does (`python -I -S`), with what it may not have blocked,
# and prints what of the site was loaded.
PROGRAM = """
import importlib, json, sys
name, path = sys.argv[1], json.loads(sys.argv[2])
sys.path.extend(path)
for blocked in ("django", "newsroom", "accounts"):
    sys.modules[blocked] = None
importlib.import_module(name)
print(json.dumps([name for name in sys.modules if name.startswith("articles")]))
"""


def test_there_is_a_sandbox_to_look_at():
    assert {"processing", "child_process", "metadata", "decoding", "colours.colour"} <= set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_each_module_loads_where_there_is_no_django_and_nothing_of_the_site(module):
    path = json.dumps([str(ROOT), *(entry for entry in sys.path if entry)])
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PROGRAM, f"{PACKAGE}.{module}", path],
        env={},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(json.loads(done.stdout)) - {"articles", "articles.pictures", PACKAGE}
    assert {name for name in loaded if not name.startswith(f"{PACKAGE}.")} == set()


@pytest.mark.parametrize("module", MODULES)
def test_no_module_imports_anything_else_even_inside_a_function(module):
    outside = {
        name
        for node in ast.walk(ast.parse((SANDBOX / f"{module.replace('.', '/')}.py").read_text()))
        for name in _imported(node, f"{PACKAGE}.{module}")
        if name.partition(".")[0] not in sys.stdlib_module_names | LIBRARIES
    }
    assert {name for name in outside if not name.startswith(f"{PACKAGE}.")} == set()


def _imported(node, module):
    """The full names of the modules that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level:
        package = module.rsplit(".", node.level)[0]
        assert package.startswith(PACKAGE), "an import from above the sandbox"
        return [f"{package}.{node.module or alias.name}" for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) else []
