#!/bin/sh
# Checks the machine code in Architecture.java against the assembly beside it.
#
#   packaging/check-stubs.sh
#
# 1. Each listing has two columns, machine code and assembly. The second, put through the assembler
#    of its processor, must give the first; where the code has a hole (the descriptor of the signal
#    handler's pipe), the assembler's bytes are passed over.
# 2. The numbers of system calls in SystemCall.java must be those of the kernel's headers.
# 3. The bytes of aarch64 are run: by check-stubs-aarch64.c, on that processor or under qemu-user.
#
# Needs binutils and gcc for both processors; on a Debian that is x86-64:
#   apt-get install binutils gcc binutils-aarch64-linux-gnu gcc-aarch64-linux-gnu \
#       libc6-dev-arm64-cross qemu-user
# Exits 0 when all is right, 1 at a difference or a failed run, 2 when a tool is missing.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
linux=$here/../src/main/java/org/jinetd/os/linux
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# The value that stands for the pipe's descriptor: more than a byte, and below the usual limit.
pipe=1000
failed=0

# tool X86_64|AARCH64 NAME: prints the command of that processor's tool.
tool() {
    case $1 in X86_64) machine=x86_64 ;; AARCH64) machine=aarch64 ;; esac
    for command in "$machine-linux-gnu-$2" "$2"; do
        if [ "$command" = "$2" ] && [ "$(uname -m)" != "$machine" ]; then
            continue
        fi
        if command -v "$command" >/dev/null; then
            echo "$command"
            return
        fi
    done
    echo "check-stubs: no $2 for $machine; see the head of this script" >&2
    exit 2
}

# listing X86_64|AARCH64 1|2: prints a listing, the first (the stub) or the second (the handler).
listing() {
    awk -v processor="$1" -v wanted="$2" '
        $0 ~ "^    [A-Z0-9_]+\\($" { current = $1; sub(/\(/, "", current); block = 0; next }
        /^ *"""[,)]?/ || /^ *"""\)? *\{/ {
            if (!inside) block++
            inside = !inside
            next
        }
        inside && current == processor && block == wanted { sub(/^ +/, ""); print }
    ' "$linux/Architecture.java"
}

# bytes FILE: prints its bytes as hexadecimal digits, without blanks.
bytes() {
    od -An -v -tx1 "$1" | tr -d ' \n'
}

# check X86_64|AARCH64 1|2 NAME: compares a listing's first column with its second, assembled.
check() {
    listing "$1" "$2" >"$work/listing"
    if [ ! -s "$work/listing" ]; then
        echo "check-stubs: $3: there is no such listing" >&2
        exit 1
    fi
    awk '{ print $1 }' "$work/listing" | tr -d '\n' >"$work/$3.hex"
    {
        echo ".set PIPE, $pipe"
        sed 's/^[0-9a-f_]*//' "$work/listing"
    } >"$work/$3.s"
    "$(tool "$1" as)" -o "$work/$3.o" "$work/$3.s"
    "$(tool "$1" objcopy)" -O binary -j .text "$work/$3.o" "$work/$3.bin"
    bytes "$work/$3.bin" >"$work/$3.assembled"
    if awk -v written="$(cat "$work/$3.hex")" -v assembled="$(cat "$work/$3.assembled")" 'BEGIN {
            if (length(written) != length(assembled)) exit 1
            for (i = 1; i <= length(written); i++) {
                digit = substr(written, i, 1)
                if (digit != "_" && digit != substr(assembled, i, 1)) exit 1
            }
        }'; then
        echo "$3: $(($(wc -c <"$work/$3.assembled") / 2)) bytes as assembled"
    else
        echo "$3: DIFFERENT"
        echo "  written    $(cat "$work/$3.hex")"
        echo "  assembled  $(cat "$work/$3.assembled")"
        "$(tool "$1" objdump)" -d "$work/$3.o" | sed -n '/>:/,$p'
        failed=1
    fi
}

# numbers X86_64|AARCH64 COLUMN: compiles what SystemCall.java says against the kernel's headers.
numbers() {
    {
        echo '#include <sys/syscall.h>'
        sed -n 's/^ *\([A-Z0-9_]*\)(\([0-9]*\), \([0-9]*\))[,;].*/\1 \2 \3/p' \
            "$linux/SystemCall.java" |
            while read -r name x86 arm; do
                if [ "$2" = 2 ]; then number=$x86; else number=$arm; fi
                lower=$(echo "$name" | tr '[:upper:]' '[:lower:]')
                echo "_Static_assert(SYS_$lower == $number, \"SYS_$lower is not $number\");"
            done
    } >"$work/numbers.c"
    count=$(grep -c Static_assert "$work/numbers.c") || count=0
    if [ "$count" -gt 0 ] && "$(tool "$1" gcc)" -c -o "$work/numbers.o" "$work/numbers.c"; then
        echo "$1: $count system call numbers as in the headers"
    else
        echo "$1: system call numbers DIFFERENT"
        failed=1
    fi
}

# fill NAME: writes the code as it stands in the listing, the hole as the assembler fills it.
fill() {
    awk -v written="$(cat "$work/$1.hex")" -v assembled="$(cat "$work/$1.assembled")" 'BEGIN {
        for (i = 1; i <= length(written); i += 2) {
            byte = substr(written, i, 2)
            if (byte == "__") byte = substr(assembled, i, 2)
            printf "0x%s,", byte
        }
    }'
}

runOnAarch64() {
    {
        echo "static const unsigned char STUB[] = {$(fill aarch64-stub)};"
        echo "static const unsigned char HANDLER[] = {$(fill aarch64-handler)};"
        echo "enum { PIPE = $pipe };"
    } >"$work/stubs.h"
    "$(tool AARCH64 gcc)" -static -O1 -Wall -Wextra -Werror -I"$work" \
        -o "$work/run" "$here/check-stubs-aarch64.c"
    if [ "$(uname -m)" = aarch64 ]; then
        emulator=
    else
        emulator=$(command -v qemu-aarch64 || command -v qemu-aarch64-static) || {
            echo "check-stubs: no qemu-aarch64; see the head of this script" >&2
            exit 2
        }
    fi
    # The program starts itself as its child: under the emulator that takes the emulator again.
    # shellcheck disable=SC2086
    if $emulator "$work/run" $emulator "$work/run"; then
        echo "aarch64: run, all as it should be"
    else
        echo "aarch64: FAILED"
        failed=1
    fi
}

for name in as objcopy objdump gcc; do
    tool X86_64 $name >/dev/null
    tool AARCH64 $name >/dev/null
done
check X86_64 1 x86_64-stub
check X86_64 2 x86_64-handler
check AARCH64 1 aarch64-stub
check AARCH64 2 aarch64-handler
numbers X86_64 2
numbers AARCH64 3
runOnAarch64
exit $failed
