#!/usr/bin/env bash
#
# Runs Slipway:  ./build.sh --target=Deploy --env=local
#
# All arguments go to the program in build/Tool. It is compiled when a source, a project file or the SDK has changed, and kept under
# .slipway/bin by the hash of what it was compiled from. The usual call does none of that: one look at the sources' sizes and times, then
# the program takes this shell's place, so that signals and exit codes are its own.
#
# Exit codes of the script itself: 1 the sources do not compile, 3 there is no suitable .NET SDK or no place to compile in, 129, 130 and 143
# cancelled while compiling.
# It keeps to bash 3.2, the one of macOS.

set -euo pipefail
unset CDPATH

readonly state=.slipway/bin/current lock=.slipway/compile.lock compiler=.slipway/compiler
readonly outputs_kept=5 seconds_between_signs=30

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*" >&2; }

refuse() {
    say "build.sh: $1"
    say "$2"
    exit 3
}

# --- What is there ----------------------------------------------------------------------------------------------------------------------

# The dotnet command, without starting another process.
find_dotnet() {
    local folder IFS=:
    for folder in $PATH ${DOTNET_ROOT:+"$DOTNET_ROOT"} ${HOME:+"$HOME/.dotnet"}; do
        dotnet=${folder:-.}/dotnet
        if [[ -f $dotnet && -x $dotnet ]]; then return; fi
    done
    dotnet=
}

# The SDK that global.json selects, and the folder that it and its runtime are in.
find_sdk() {
    local version folder
    if [[ -n $dotnet ]] && sdk=$("$dotnet" --version </dev/null 2>/dev/null); then
        while read -r version folder; do
            folder=${folder#[} folder=${folder%]}
            if [[ $version == "$sdk" ]]; then
                dotnet_root=${folder%/sdk}
                return
            fi
        done < <("$dotnet" --list-sdks </dev/null)
    fi
    refuse_sdk
}

refuse_sdk() {
    local wanted found="no 'dotnet' on PATH"
    wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json)
    if [[ -n $dotnet ]]; then
        found=$("$dotnet" --list-sdks | cut -d ' ' -f 1 | paste -s -d ' ' -)
        found="$dotnet with ${found:-no SDK at all}"
    fi
    refuse "Slipway needs the .NET SDK $wanted or a later ${wanted%%.*}.x, and there is $found." \
        "Install it from https://dot.net/download or with the system's package manager (dotnet-sdk-${wanted%%.*}.0), then run this again."
}

# MSBuild gives these a meaning of its own in places where nothing can be escaped.
check_folder() {
    local part
    # shellcheck disable=SC2016 # no expressions here
    for part in ';' ',' '=' '%' '@(' '$('; do
        if [[ $PWD == *"$part"* ]]; then
            refuse "Slipway cannot be compiled in '$PWD': '$part' in the name of a folder means something else to the compiler." \
                "Rename the folder, or move Slipway to another one."
        fi
    done
}

# All that this script writes is below .slipway; whatever prevents that is reported before anything is compiled.
prepare_state() {
    local folder reason probe=.slipway/bin/.new.probe.$$
    for folder in .slipway .slipway/bin .slipway/obj; do
        if [[ -e $folder && ! -w $folder ]]; then refuse_state "$folder" 'Permission denied'; fi
    done
    reason=$({ mkdir -p .slipway/bin && echo "$$" >"$probe" && rm "$probe"; } 2>&1) || refuse_state .slipway "${reason##*: }"
}

refuse_state() {
    refuse "cannot write to '$PWD/$1': $2." "Free some disk space, or make the folder writable for this user, then run this again."
}

# Each file that the program is made of: build/ without what `dotnet build` puts there, and the settings above it.
# To be called in a subshell only, which `exec` ends: it saves the usual call one of two forks.
find_inputs() {
    exec find build Directory.*.props global.json .editorconfig Slipway.slnx -name bin -prune -o -name obj -prune -o ! -type d "$@" 2>/dev/null
}

# Name, size and times of each input, and the SDKs there are. The time of change too, which no tool sets back.
list_inputs() {
    printf '%s\n' "$dotnet" "$dotnet_root"/sdk/*
    case $OSTYPE in
        darwin* | *bsd*) find_inputs -exec stat -f '%N %z %Fm %Fc' {} + ;;
        *) find_inputs -printf '%p %s %T@ %C@\n' ;;
    esac
}

# The inputs' names and contents, the SDK and the platform, as one name.
hash_inputs() {
    local sha256=(openssl dgst -sha256 -r) hash
    if type -P sha256sum >/dev/null; then sha256=(sha256sum)
    elif type -P shasum >/dev/null; then sha256=(shasum -a 256)
    fi
    hash=$({
        echo "$sdk"
        uname -sm
        find_inputs -print0 | LC_ALL=C sort -z | xargs -0 "${sha256[@]}"
    } | "${sha256[@]}")
    echo "${hash:0:16}"
}

# --- One compile at a time --------------------------------------------------------------------------------------------------------------

# A process by its number and the time it began, since numbers are used again; nothing when it has ended.
identify() {
    local line fields began
    if [[ -r /proc/self/stat ]]; then
        { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
        read -r -a fields <<<"${line##*) }"
        began=${fields[19]}
    else
        line=$(LC_ALL=C ps -o stat= -o lstart= -p "$1") || return 0
        read -r -a fields <<<"$line"
        began=${fields[*]:1}
    fi
    if [[ ${fields[0]} != Z* ]]; then echo "$1@${began// /-}"; fi
}

is_alive() { [[ -n $1 && $(identify "${1%@*}") == "$1" ]]; }

# The lock is a symbolic link to its owner's identity: made in one step with what it says, on every file system and without flock.
take_lock() {
    local mine theirs reason waiting='' stolen=''
    mine=$(identify $$)
    until reason=$(LC_ALL=C ln -s "$mine" "$lock" 2>&1); do
        theirs=$(readlink "$lock") || theirs=
        if is_alive "$theirs"; then
            if [[ -z $waiting ]]; then say 'Waiting for another build.sh, which is compiling…'; fi
            waiting=1
            sleep 0.2
        elif [[ -n $theirs ]]; then
            if [[ $(readlink "$lock") == "$theirs" ]]; then rm -f "$lock"; fi
            stolen=1
        elif [[ $reason != *'File exists'* ]]; then
            refuse_state .slipway "${reason##*: }"
        fi
    done
    # Two that found the same dead owner may both have removed its lock, the slower one that of the faster: the last to write has it.
    if [[ -n $stolen ]]; then
        sleep 0.2
        if [[ $(readlink "$lock") != "$mine" ]]; then take_lock; fi
    fi
    stop_compiler
}

# A compiler outlives a build.sh that was killed with SIGKILL; two must not write the same intermediate files.
stop_compiler() {
    local theirs
    theirs=$(readlink "$compiler") || return 0
    while is_alive "$theirs"; do
        kill -KILL -- "-${theirs%@*}" 2>/dev/null || kill -KILL "${theirs%@*}" 2>/dev/null || :
        sleep 0.1
    done
    rm -f "$compiler"
}

release_lock() {
    rm -rf .slipway/bin/.new.* "$compiler"
    rm -f "$lock"
}

cancel() {
    trap '' INT TERM HUP
    say 'Cancelled while compiling.'
    exec 2>/dev/null # bash would report the end of the compiler, too
    # While this one waits, the compiler and the lock are someone else's.
    if [[ $(readlink "$lock") == "$(identify $$)" ]]; then
        stop_compiler
        release_lock
    fi
    exit "$1"
}

# --- Compiling --------------------------------------------------------------------------------------------------------------------------

# Runs the compiler in a process group of its own, so that stopping it stops what it has started. 3 when the disk is full.
# Without profiling its own code, which does not live long enough to gain by it, it takes a sixth less of the processor's time.
run_compiler() {
    local log=$1/compile.log status=0
    set -m
    {
        while sleep "$seconds_between_signs" && kill -0 $$ 2>/dev/null; do say "  still compiling after $SECONDS s"; done &
        DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_TieredPGO=0 \
            exec "$dotnet" msbuild build/Publish.proj -nologo -verbosity:quiet '-consoleLoggerParameters:ErrorsOnly;NoSummary' \
            -maxCpuCount -nodeReuse:false "-property:PublishTo=$1/output" </dev/null >"$log" 2>&1
    } &
    set +m
    ln -s "$(identify $!)" "$compiler"
    wait $! || status=$?
    kill -KILL -- "-$!" 2>/dev/null || :
    if ((status == 0)); then
        say "Compiled in $SECONDS s."
        return
    fi

    awk '!seen[$0]++' "$log" >&2
    if is_disk_full "$log"; then return 3; fi
    if [[ ! -s $log ]]; then say "build.sh: the compiler ended with exit code $status and said nothing."; fi
    say "Slipway was not run: its sources do not compile."
    return 1
}

is_disk_full() {
    grep -qs 'No space left on device\|Disk quota exceeded' "$1" || [[ $(df -Pk .slipway | awk 'NR == 2 { print $4 }') == 0 ]]
}

# Compiles what has the hash $1; 2 when the sources were changed meanwhile, so that what came out is nobody's.
compile() {
    local fresh=.slipway/bin/.new.$$ status=0
    trap 'cancel 129' HUP
    trap 'cancel 130' INT
    trap 'cancel 143' TERM
    take_lock
    if [[ ! -x .slipway/bin/$1/slipway ]]; then
        if [[ -d .slipway/obj ]]; then say 'Compiling Slipway, whose sources have changed…'
        else say 'Compiling Slipway for the first time, which takes one to seven minutes (packages are downloaded)…'
        fi
        SECONDS=0
        rm -rf .slipway/bin/.new.*
        { mkdir "$fresh" && run_compiler "$fresh"; } || status=$?
        if ((status == 0)) && [[ $(hash_inputs) != "$1" ]]; then status=2; fi
        if ((status == 0)); then
            rm -rf ".slipway/bin/$1" # a cache of a build server may have brought half of it
            mv "$fresh/output" ".slipway/bin/$1" || status=1
            remove_old_outputs
        fi
    fi
    release_lock
    trap - INT TERM HUP
    return "$status"
}

# Keeps the outputs used last, and any that a process still runs from: LocalAws outlives the build that started it.
remove_old_outputs() {
    local output
    # shellcheck disable=SC2012 # by time, which only ls sorts by; the names are hexadecimal
    ls -1td .slipway/bin/*/ | tail -n "+$((outputs_kept + 1))" | while read -r output; do
        if ! is_running "$output"; then rm -rf "$output"; fi
    done
}

# Whether a command line names the folder $1. The brackets keep the search from finding itself.
is_running() {
    local program="[.]${1#.}"
    if [[ -r /proc/self/cmdline ]]; then
        grep -qs "$program" /proc/[0-9]*/cmdline
    else
        # shellcheck disable=SC2009 # pgrep is not everywhere
        ps -axo args= | grep -q "$program"
    fi
}

# --- The program ------------------------------------------------------------------------------------------------------------------------

# Whether what was found last time holds still: the same dotnet, and the same listing of the inputs.
is_current() {
    local known_dotnet known_list
    [[ -r $state ]] || return 1
    { read -r hash && read -r known_dotnet && read -r dotnet_root && ! IFS= read -r -d '' known_list; } <"$state" || return 1
    [[ $known_dotnet == "$dotnet" && -x .slipway/bin/$hash/slipway && $(list_inputs) == "$known_list" ]]
}

# Finds the output for what the sources say now, or makes it.
bring_up_to_date() {
    local listing attempt status
    check_folder
    find_sdk
    prepare_state
    for attempt in 1 2 3; do
        status=0
        listing=$(list_inputs) || listing=
        hash=$(hash_inputs)
        if [[ ! -x .slipway/bin/$hash/slipway ]]; then compile "$hash" || status=$?; fi
        case $status in
            0)
                touch ".slipway/bin/$hash"
                { printf '%s\n%s\n%s\n%s' "$hash" "$dotnet" "$dotnet_root" "$listing" >"$state.$$" && mv -f "$state.$$" "$state"; } || :
                return
                ;;
            2) say "The sources were changed while they were compiled (attempt $attempt of 3)." ;;
            3) refuse_state .slipway 'No space left on device' ;;
            *) exit 1 ;;
        esac
    done
    exit 1
}

# Goes to the folder of this file, also when it was called through a symbolic link.
enter_repository() {
    local file=${BASH_SOURCE[0]} target
    case $file in */*) ;; *) file=./$file ;; esac
    while [[ -L $file ]]; do
        target=$(readlink "$file")
        case $target in
            /*) file=$target ;;
            *) file=${file%/*}/$target ;;
        esac
    done
    cd -P -- "${file%/*}/"
}

main() {
    local dotnet dotnet_root sdk hash
    cd -P . 2>/dev/null || :
    export SLIPWAY_CALLER=$PWD # paths on the command line are relative to it
    enter_repository
    find_dotnet
    is_current || bring_up_to_date
    export DOTNET_ROOT=$dotnet_root SLIPWAY_ROOT=$PWD
    exec "$PWD/.slipway/bin/$hash/slipway" "$@"
}

main "$@"
