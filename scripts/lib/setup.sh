# shellcheck shell=bash
# What the scripts need from the machine. Sourced, not run; the sourcing script has `set -euo pipefail`.
#
#   need_tools GROUP...   makes sure that everything in these groups is there, and installs what is missing (and only
#                         that) with apt, as root or through sudo. Without root or apt it says which packages are
#                         missing and ends the script with status 1. Where nothing is missing it changes nothing.
#
#     build      CMake, Ninja, a C compiler, Maven, a JDK of $jdk_least or later (sets JAVA_HOME if the default is not)
#     natives    what scripts/natives needs beside that: Python with venv and pip, LLVM's tools for object files, nasm
#     emulators  what scripts/check-platforms runs programs of other platforms with
#     unpack     the decompressors that tar needs for source tarballs
#     download   curl and the certificates that it trusts
#     peers      what the tests talk to and measure with: the system's libenet, openssl, ip
#
# say, fail and has serve the sourcing script as well.

jdk_least=17

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() { say "ERROR: $*"; exit 1; }
has() { command -v "$1" > /dev/null 2>&1; }

need_tools() {
    local group missing
    missing=$(missing_packages "$@")
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086 # one word per package
        install_packages $missing
        missing=$(missing_packages "$@")
        [ -z "$missing" ] || fail "installed, but still not usable: ${missing//$'\n'/ }"
    fi
    for group in "$@"; do
        [ "$group" != build ] || use_jdk
    done
}

# The Debian package of each thing that is missing in the groups $@; "jdk" stands for whichever release of it there is.
missing_packages() {
    local group
    for group in "$@"; do
        case $group in
            build)
                has cmake || echo cmake
                has ninja || echo ninja-build
                compiles_c || echo build-essential
                [ -n "$(jdk_home)" ] || echo jdk
                has mvn || echo maven
                ;;
            natives)
                python3 -c 'import ensurepip, venv' 2> /dev/null || echo python3-venv
                has llvm-objcopy && has llvm-readobj && has dsymutil || echo llvm
                has nasm || echo nasm
                ;;
            emulators)
                has qemu-aarch64-static || echo qemu-user-static
                [ -d /usr/aarch64-linux-gnu ] || echo libc6-arm64-cross
                has wine || echo wine wine64
                ;;
            unpack)
                # bsdtar brings its own decompressors.
                case $(tar --version 2>&1) in *bsdtar*) continue ;; esac
                has tar || echo tar
                has gzip || echo gzip
                has bzip2 || echo bzip2
                has xz || echo xz-utils
                ;;
            download)
                has curl || echo curl ca-certificates
                ;;
            peers)
                has_library libenet.so.7 || echo libenet7
                has openssl || echo openssl
                has ip || echo iproute2
                ;;
            *) fail "setup.sh knows no group '$group'" ;;
        esac
    done
}

# A compiler without the C library's headers is a common half-installed state.
compiles_c() { echo '#include <stdlib.h>' | cc -E -o /dev/null - 2> /dev/null; }

has_library() {
    local file
    for file in /usr/lib/*/"$1" /usr/lib/"$1" /usr/lib64/"$1" /usr/local/lib/"$1"; do
        [ ! -e "$file" ] || return 0
    done
    return 1
}

is_jdk() { # HOME: is it a JDK that is new enough? Its "release" file tells without starting a JVM.
    local version
    [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -f "$1/include/jni.h" ] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2> /dev/null) || true
    [ -n "$version" ] || version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge "$jdk_least" ]
}

# The home of the JDK to use: JAVA_HOME, else the one on the PATH, else the oldest of those installed that will do.
jdk_home() {
    local home
    while IFS= read -r home; do
        if is_jdk "$home"; then
            printf '%s\n' "$home"
            return
        fi
    done < <(
        printf '%s\n' "${JAVA_HOME:-}"
        default_jdk
        printf '%s\n' /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home | sort -t- -k2,2n
    )
}

default_jdk() {
    local javac
    javac=$(readlink -f "$(command -v javac)" 2> /dev/null) || return 0
    printf '%s\n' "${javac%/bin/javac}"
}

# Maven and CMake take the JDK from JAVA_HOME, else from the PATH; so it is set only when neither is good.
use_jdk() {
    local home
    home=$(jdk_home)
    if [ -n "${JAVA_HOME:-}" ]; then
        [ "$home" != "$JAVA_HOME" ] || return 0
        say "JAVA_HOME=$JAVA_HOME is no JDK of $jdk_least or later, using $home"
    elif [ "$home" = "$(default_jdk)" ]; then
        return 0
    fi
    export JAVA_HOME=$home
}

install_packages() {
    local log package packages=() apt_get=(apt-get -q -o DPkg::Lock::Timeout=300)
    if ! has apt-get || ! can_be_root; then
        for package in "$@"; do
            [ "$package" != jdk ] || package="openjdk-$jdk_least-jdk-headless (or any later JDK)"
            packages+=("$package")
        done
        say "ERROR: missing, and cannot be installed from here (that takes apt, and root or sudo):"
        printf '    %s\n' "${packages[@]}" >&2
        exit 1
    fi
    log=$(mktemp)
    # A source that does not answer need not be the one that we need: whether it was shows when installing.
    as_root "${apt_get[@]}" update > "$log" 2>&1 || true
    for package in "$@"; do
        [ "$package" != jdk ] || package=$(jdk_package)
        say "installing $package"
        packages+=("$package")
    done
    if ! as_root "${apt_get[@]}" -y --no-install-recommends install "${packages[@]}" >> "$log" 2>&1; then
        tail -n 20 "$log" | sed 's/^/    /' >&2
        rm -f "$log"
        fail "apt could not install: ${packages[*]}"
    fi
    rm -f "$log"
}

# The oldest long-term release that the machine's distribution has.
jdk_package() {
    local release
    for release in 17 21 25; do
        if [[ $(apt-cache policy "openjdk-$release-jdk-headless") == *"Candidate: $release"* ]]; then
            echo "openjdk-$release-jdk-headless"
            return
        fi
    done
    echo default-jdk-headless
}

can_be_root() { # sudo may ask for a password only where someone can type it
    [ "$(id -u)" != 0 ] || return 0
    has sudo || return 1
    sudo -n true 2> /dev/null || { [ -t 0 ] && sudo true; }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}
