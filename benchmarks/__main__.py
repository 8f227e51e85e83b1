"""`python -m benchmarks [--quick] [SET…]` in, tables in Markdown out; mails are generated below build/ first."""

from __future__ import annotations

import argparse
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from benchmarks import mails
from benchmarks.lanes import share
from benchmarks.measure import Command, Cost, Spread, others, paired, run
from benchmarks.stations import stations
from hatch_build import stale
from ticketlint import __version__, load_forms
from ticketlint.native import build, compiled

_ROOT = Path(__file__).parents[1]
_PACKAGE = _ROOT / "src" / "ticketlint"


def main() -> None:
    """Measure what is asked for and print it as it comes."""
    arguments = _arguments()
    if found := stale():
        raise SystemExit("\n".join(found))
    counts = mails.QUICK if arguments.quick else mails.FULL
    ticketlint = shutil.which("ticketlint", path=str(Path(sys.executable).parent)) or "ticketlint"
    folders = {}
    for letter in arguments.sets:
        folders[letter] = arguments.folder / f"{letter}-{counts[letter]}"
        mails.write(letter, counts[letter], folders[letter])
    _say(f"ticketlint {__version__}: {build()}")
    if "lines" in arguments.parts:
        _lines(ticketlint, folders, counts, arguments.rounds)
    if "start" in arguments.parts:
        _start(ticketlint, arguments.folder, arguments.rounds)
    if "again" in arguments.parts:
        _again(ticketlint, folders, arguments.rounds)
    if "compiled" in arguments.parts:
        compare(arguments.folder, folders, counts, arguments.rounds)
    if "dask" in arguments.parts:
        _dask(ticketlint, arguments.folder, folders, arguments.rounds)
    if "lanes" in arguments.parts:
        _lanes(folders)
    # Last: a process that is started is said to have the peak of the one that started it.
    if "stations" in arguments.parts:
        _stations(folders, arguments.rounds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help="of A, B, C, D; all where none is named")
    parser.add_argument("--quick", action="store_true", help="fewer mails, so that start-up weighs more")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of runs behind each ratio")
    parser.add_argument("--folder", type=Path, default=_ROOT / "build" / "benchmarks", help="where the mails lie")
    parser.add_argument("--only", choices=_PARTS, action="append", dest="parts", help="one of the tables; repeatable")
    arguments = parser.parse_args()
    arguments.sets = arguments.sets or list(mails.SETS)
    if unknown := set(arguments.sets) - set(mails.SETS):
        parser.error(f"there is no set {', '.join(sorted(unknown))}; the sets are {', '.join(mails.SETS)}")
    arguments.parts = arguments.parts or _PARTS
    return arguments


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


_GIVEN = ("--isolated", "--rules", "open-xchange", "--format", "jsonl", "--exit-zero")  # whatever lies round the mails


def _line(ticketlint: str, *words: str) -> Command:
    return Command("ticketlint", (ticketlint, "check", *_GIVEN, *words))


def _lines(ticketlint: str, folders: dict[str, Path], counts: dict[str, int], rounds: int) -> None:
    _say("\nThe whole line against other readers of the same mails: CPU of whole processes, start-up included.\n")
    _say("| set | other | ticketlint, mails/s | other, mails/s | ticketlint is faster | peak MB, both |")
    _say("|---|---|---|---|---|---|")
    for letter, folder in folders.items():
        for mbox in (None, folder / "mail.mbox"):
            ours = _line(ticketlint, "--jobs", "1", str(mbox or folder / "eml"))
            run(ours)  # whoever comes first would read from the disk
            for other in others(sys.executable, folder / "eml", mbox):
                peaks: list[float] = []

                def cpu(cost: Cost, peaks: list[float] = peaks) -> float:
                    peaks.append(cost.peak)
                    return cost.cpu

                mine, theirs, ratio = paired(ours, other, rounds, cpu)
                count = counts[letter]
                _say(
                    f"| {letter} {'mbox' if mbox else 'eml'} | {other.name} | {count / mine.middle:,.0f} |"
                    f" {count / theirs.middle:,.0f} | {ratio.words(unit=' times')} |"
                    f" {max(peaks[::2]):.0f}, {max(peaks[1::2]):.0f} |",
                )


def _stations(folders: dict[str, Path], rounds: int) -> None:
    _say("\nWhere the time of one mail goes: microseconds a mail, inside one process, best of the rounds.")
    _say("The line is sources, quick and report; closely is the careful line alone, and the rest are its parts.\n")
    rows = {letter: stations(folder / "mail.mbox", rounds) for letter, folder in folders.items()}
    names = list(next(iter(rows.values())))
    _say(f"| set | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    for letter, spent in rows.items():
        _say(
            f"| {letter} | {' | '.join(f'{spent[name]:.0f}' if spent[name] > 0 else '' for name in names)} |",
        )  # what is less than nothing is lost in the noise


def compare(folder: Path, folders: dict[str, Path], counts: dict[str, int], rounds: int) -> None:
    """Tell what compiling gains."""
    if not compiled():
        _say("\nNothing is compiled here to be compared with plain Python.\n")
        return
    plain = folder / "plain"
    shutil.rmtree(plain, ignore_errors=True)
    shutil.copytree(_PACKAGE, plain / "ticketlint", ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
    shutil.copytree(_ROOT / "rules", plain / "ticketlint" / "rules")
    _say("\nCompiled modules against the same in plain Python: an mbox, one process, CPU, start-up included.\n")
    _say("| set | compiled, mails/s | plain Python, mails/s | compiled is faster |\n|---|---|---|---|")
    for letter, place in folders.items():
        words = (sys.executable, "-m", "ticketlint", "check", *_GIVEN, "--jobs", "1", str(place / "mail.mbox"))
        ours, other = Command("compiled", words), Command("plain", ("env", f"PYTHONPATH={plain}", *words))
        run(other)  # the first run compiles to bytecode
        mine, theirs, ratio = paired(ours, other, rounds, lambda cost: cost.cpu)
        _say(
            f"| {letter} | {counts[letter] / mine.middle:,.0f} | {counts[letter] / theirs.middle:,.0f} |"
            f" {ratio.words(unit=' times')} |"
        )


def _start(ticketlint: str, folder: Path, rounds: int) -> None:
    one = folder / "one.eml"
    one.write_bytes(mails.mail("A", 1))
    _say("\nStart-up: one mail, the whole process.\n\n| command | CPU ms | peak MB |\n|---|---|---|")
    for command in (
        Command("bare Python", (sys.executable, "-c", "pass")),
        Command("ticketlint --version", (ticketlint, "--version")),
        Command("ticketlint check one.eml", (ticketlint, "check", "--isolated", "--exit-zero", str(one))),
        Command("the same as JSON", (ticketlint, "check", "--isolated", "--exit-zero", "--format", "jsonl", str(one))),
        Command("import mailparser", (sys.executable, "-c", "import mailparser")),
    ):
        costs = [run(command) for _ in range(max(rounds, 5) + 1)][1:]
        cpu = Spread.of([cost.cpu * 1000 for cost in costs])
        _say(f"| {command.name} | {cpu.words('.0f')} | {max(cost.peak for cost in costs):.0f} |")


def _again(ticketlint: str, folders: dict[str, Path], rounds: int) -> None:
    _say("\nTwo processes against one, wall clock; and a second run with --cache against the first, CPU.\n")
    _say("| set | two processes | second run with --cache, eml | mbox | the first against one without, eml | mbox |")
    _say("|---|---|---|---|---|---|")
    for letter, folder in folders.items():
        mbox = str(folder / "mail.mbox")
        two, one = _line(ticketlint, "--jobs", "2", mbox), _line(ticketlint, "--jobs", "1", mbox)
        _, _, ratio = paired(two, one, rounds, lambda cost: cost.wall)
        seconds, firsts = [], []
        for path in (str(folder / "eml"), mbox):
            remembered = _line(ticketlint, "--jobs", "1", "--cache", "{new}/cache", path)
            second = Command("again", remembered.words, before=remembered.words, fresh=True)
            _, _, again = paired(second, remembered, rounds, lambda cost: cost.cpu)
            seconds.append(again.words(".1f", " times"))
            plain = _line(ticketlint, "--jobs", "1", path)
            _, _, more = paired(plain, remembered, rounds, lambda cost: cost.cpu)
            firsts.append(more.words(".2f", " times"))
        _say(f"| {letter} | {' | '.join((ratio.words('.2f', ' times'), *seconds, *firsts))} |")


def _dask(ticketlint: str, folder: Path, folders: dict[str, Path], rounds: int) -> None:
    if find_spec("distributed") is None:
        _say("\nNo figures for Dask: pip install 'ticketlint[dask]'\n")
        return
    from benchmarks.cluster import started  # noqa: PLC0415 - an extra

    _say("\nA Dask scheduler with two workers on this machine against --jobs 2 and 1: seconds of wall clock.\n")
    _say("| mails | --engine dask | --jobs 2 | --jobs 1 |\n|---|---|---|---|")
    one = folder / "one.eml"
    one.write_bytes(mails.mail("A", 1))
    place = folder / "dask"
    place.mkdir(exist_ok=True)
    with started(place, {}) as address:
        for name, path in [("one mail", one), *((name, each / "mail.mbox") for name, each in folders.items())]:
            ways = [("--engine", "dask", "--scheduler", address), ("--jobs", "2"), ("--jobs", "1")]
            walls: list[list[float]] = [[], [], []]
            for _ in range(rounds):  # in turn, because the machine's speed drifts
                for way, wall in zip(ways, walls, strict=True):
                    wall.append(run(_line(ticketlint, *way, str(path))).wall)
            _say(f"| {name} | {' | '.join(Spread.of(wall).words('.2f') for wall in walls)} |")


def _lanes(folders: dict[str, Path]) -> None:
    _say("\nWhat takes the quick lane, and what it takes there: microseconds of CPU for the judging of one message.\n")
    _say("| messages | | in the quick lane | share | there | the same in the other lane |\n|---|---|---|---|---|---|")
    groups = {letter: [folder / "mail.mbox"] for letter, folder in folders.items()}
    groups |= {"the labelled mails": [_ROOT / "tests" / "desk"], "the samples": [_ROOT / "samples"]}
    forms = load_forms(["open-xchange"])
    for name, paths in groups.items():
        found = share(paths, forms)
        _say(
            f"| {name} | {found.messages:,} | {found.quick:,} | {found.quick / found.messages:.0%} |"
            f" {found.quickly:.0f} | {found.closely:.0f} |"
        )


_PARTS = ["lines", "start", "again", "compiled", "stations", "dask", "lanes"]

if __name__ == "__main__":
    main()
