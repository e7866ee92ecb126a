"""What a fresh machine installs is one list, written three ways."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
# conda-forge's name for a package that PyPI calls otherwise
CONDA_NAMES = {"playwright": "playwright-python"}


def pyproject() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    return project["dependencies"] + extras["test"] + extras["mutants"]


def test_environment_yml_lists_the_dependencies_of_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    by_pip = next(d["pip"] for d in listed if isinstance(d, dict))
    packages = {d for d in listed if isinstance(d, str)} - {"pip", "python>=3.11"}
    packages |= set(by_pip) - {"-e ."}
    names = (re.match(r"[\w-]+", d).group() for d in pyproject())
    expected = {
        CONDA_NAMES.get(n, n) + d[len(n) :] for n, d in zip(names, pyproject(), strict=True)
    }
    assert packages == expected


def test_the_lock_names_every_dependency_with_hashes_and_no_host():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.M))
    assert {re.match(r"[\w-]+", d).group() for d in pyproject()} <= locked
    assert "--hash=sha256:" in lock
    for name in ("requirements.lock", "requirements-uv.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"https?://|index-url|find-links", text)


def test_no_tracked_text_names_a_registry_host_or_a_machine_path():
    hosts = re.compile("|".join(["py" + "pi.org", "python" + "hosted", "registry.npm" + "js"]))
    paths = re.compile(r"(?<![\w.:/-])/(?:work|root|tmp)/\w")
    offenders = [
        path.relative_to(ROOT).as_posix()
        for folder in ("src", "scripts", "tests", "benchmarks", "notebooks")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".ipynb", ".md", ".toml", ".j2"}
        and (hosts.search(path.read_text("utf-8")) or paths.search(path.read_text("utf-8")))
    ]
    assert offenders == []
