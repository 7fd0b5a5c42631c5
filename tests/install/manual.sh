#!/bin/bash
# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
# manual.sh KBS SOURCE: each option that `kbs VERB --help` lists is in the verb's manual page and in the completion, and the other
# way round; so are the verbs.
set -u

kbs=$1
source=$2
faults=0

fault() {
    echo "manual: $*" >&2
    faults=$((faults + 1))
}

# shellcheck source=/dev/null
. "$source/tools/completion/kbs"

complete_words() {
    COMP_WORDS=("$@")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _kbs
    printf '%s\n' "${COMPREPLY[@]}" | sort
}

same() {
    if [ "$2" != "$3" ]; then
        fault "$1 differ:"
        diff <(echo "$2") <(echo "$3") >&2
    fi
}

verbs=$("$kbs" --help | sed -n 's/^  \([a-z]*\)  *[^ -].*/\1/p' | sort)
[ -n "$verbs" ] || fault "kbs --help names no verb"
same "verbs of help and completion" "$verbs" "$(complete_words kbs '' | grep -v '^-')"
for verb in $verbs; do
    page=$source/docs/man/kbs-$verb.1
    [ -f "$page" ] || { fault "no manual page for $verb"; continue; }
    grep -q "kbs.*-$verb" "$source/docs/man/kbs.1" || fault "kbs(1) does not name $verb"
    help=$("$kbs" "$verb" --help --lang en) || fault "kbs $verb --help ended with $?"
    options=$(echo "$help" | sed -n 's/^  \(-[a-zA-Z], \)\{0,1\}\(--[a-z-]*\).*/\2/p' | sort -u)
    manual=$(sed -n '/^\.SH OPTIONS/,/^\.SH "EXIT/p' "$page" | grep -A1 '^\.TP' | sed 's/\\-/-/g' | grep -o -- '--[a-z][a-z-]*' | sort -u)
    same "options of $verb in help and manual" "$options" "$manual"
    same "options of $verb in help and completion" "$options" "$(complete_words kbs "$verb" -- | grep '^--' | sort -u)"
done
if command -v man > /dev/null; then
    for page in "$source"/docs/man/*.1; do
        said=$(LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 > /dev/null)
        [ -z "$said" ] || fault "$page: $said"
    done
fi
exit $((faults > 0))
