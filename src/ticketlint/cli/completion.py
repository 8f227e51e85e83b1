"""The name of a shell in, the script by which it completes out: `ticketlint completion`; and what the script asks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

from ticketlint.cli.candidates import Item, values_of
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence


_LINE, _BREAKS = "_TICKETLINT_LINE", "_TICKETLINT_BREAKS"

# All three scripts send the line up to the cursor, and are answered with a line `kind TAB value TAB help` for each
# candidate. Kinds: plain; part, after which more of the same word follows; file, a path behind `value`.
_BASH = """\
# Completion of ticketlint for bash 4.4 or newer.
_ticketlint() {
    local kind value help
    local -a found=()
    COMPREPLY=()
    while IFS=$'\\t' read -r kind value help; do
        case $kind in
            plain) found+=("$value") ;;
            part) found+=("$value"); compopt -o nospace ;;
            file) mapfile -t -O "${#found[@]}" found < <(compgen -f -- "$2")
                  compopt -o filenames -o default ;;
        esac
    done < <(_TICKETLINT_COMPLETE=bash_complete _TICKETLINT_LINE="${COMP_LINE:0:COMP_POINT}" \\
        _TICKETLINT_BREAKS="$COMP_WORDBREAKS" "${1/#\\~\\//$HOME/}" 2> /dev/null)
    COMPREPLY=("${found[@]}")
}
complete -o nosort -F _ticketlint ticketlint
"""
_ZSH = """\
#compdef ticketlint
# Completion of ticketlint for zsh.
_ticketlint() {
    local kind value told program=${(Q)words[1]}
    local -a plain part
    while IFS=$'\\t' read -r kind value told; do
        case $kind in
            plain) plain+=("${value//:/\\\\:}${told:+:$told}") ;;
            part) part+=("${value//:/\\\\:}${told:+:$told}") ;;
            file) if [[ -n $value ]]; then compset -p ${#value}; fi; _files ;;
        esac
    done < <(_TICKETLINT_COMPLETE=zsh_complete _TICKETLINT_LINE="${words[1,CURRENT-1]} $PREFIX" \\
        ${~program} 2> /dev/null)
    (( ! $#plain )) || _describe -V value plain
    (( ! $#part )) || _describe -V value part -S ''
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _ticketlint "$@"
else
    compdef _ticketlint ticketlint
fi
"""
_FISH = """\
# Completion of ticketlint for fish.
function __ticketlint_complete
    set -l word (commandline -ct | string replace -r '^[\\'"]' '')
    set -lx _TICKETLINT_COMPLETE fish_complete
    set -lx _TICKETLINT_LINE (commandline -pc | string collect)
    for line in (ticketlint 2> /dev/null)
        set -l told (string split -m 2 \\t -- $line)
        if test $told[1] = file
            set -l path (string sub -s (math 1 + (string length -- "$told[2]")) -- "$word")
            for one in (__fish_complete_path "$path")
                printf '%s%s\\n' "$told[2]" $one
            end
        else
            printf '%s\\t%s\\n' $told[2] "$told[3]"
        end
    end
end
complete -c ticketlint -f -a '(__ticketlint_complete)'
"""


class _Asked(ShellComplete):
    """What the scripts ask: the line up to the cursor in, candidates out."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words between the program and the cursor, and the one that the cursor stands in."""
        words = split_arg_string(os.environ.get(_LINE, "") + "\0")  # so that a blank at the end begins a word
        return words[1:-1], words[-1].removesuffix("\0") if len(words) > 1 else ""

    def get_completions(self, args: list[str], incomplete: str) -> list[Item]:
        """Return the candidates, each as the whole word that the shell puts in the place of the one at the cursor."""
        _equip(self.cli, args)
        option, equals, _ = incomplete.partition("=")
        before = option + equals if equals and option.startswith("--") and "--" not in args else ""
        return [
            CompletionItem(before + str(item.value), item.type, item.help)
            for item in super().get_completions(args, incomplete)
        ]

    def format_completion(self, item: Item) -> str:
        """Return one line of the answer."""
        told = "\t".join((item.type, item.value, " ".join(visible(item.help or "").split())))
        return told.encode(errors="replace").decode()


class _Bash(_Asked):
    name: ClassVar[str] = "bash"
    source_template: ClassVar[str] = _BASH

    def get_completions(self, args: list[str], incomplete: str) -> list[Item]:
        """Return the candidates without what bash takes for words before the one at the cursor: `--format=`."""
        breaks = os.environ.get(_BREAKS, "")
        kept = max(incomplete.rfind(sign) + 1 if sign in breaks else 0 for sign in "=:")
        return [
            item if item.type == "file" else CompletionItem(item.value[kept:], item.type)
            for item in super().get_completions(args, incomplete)
        ]


class _Zsh(_Asked):
    name: ClassVar[str] = "zsh"
    source_template: ClassVar[str] = _ZSH


class _Fish(_Asked):
    name: ClassVar[str] = "fish"
    source_template: ClassVar[str] = _FISH


SHELLS = {asked.name: asked for asked in (_Bash, _Zsh, _Fish)}


def register() -> None:
    """Let click answer the scripts of this module."""
    for asked in SHELLS.values():
        add_completion_class(asked)


def _equip(command: click.Command, args: Sequence[str]) -> None:
    """Give the parameters of the verb that is being written what completes them."""
    ctx = click.Context(command)
    for word in args:
        if not isinstance(command, click.Group):
            break
        command = command.get_command(ctx, word) or command
    for param in command.params:
        values = values_of(param)
        if values is not None:
            param.shell_complete = values  # type: ignore[method-assign, assignment]  # click takes it at birth only


@click.command(
    name="completion",
    short_help="Print the script by which a SHELL completes what is typed.",
    epilog="""\b
Examples:
  ticketlint completion bash > ~/.local/share/bash-completion/completions/ticketlint
  ticketlint completion zsh > ~/.zfunc/_ticketlint
  ticketlint completion fish > ~/.config/fish/completions/ticketlint.fish
""",
)
@click.argument("shell", type=click.Choice(list(SHELLS)))
def command(*, shell: str) -> int:
    """Print the script by which a SHELL completes verbs, options, formats, verdicts, codes, forms and files.

    In zsh the folder must be among those of `fpath` before `compinit` is called.
    """
    click.echo(SHELLS[shell].source_template, nl=False)
    return 0
