# shellcheck shell=bash
# An apt of our own, for packages and sources of other Debian suites than the machine's: it has its lists, its state and
# its cache in one folder, and changes nothing outside of that. Sourced, after setup.sh.

# The main archive's mirrors first; those for security updates hold no sources of ours. Where apt has not been updated
# yet, indextargets says nothing, and the configuration itself has to.
apt_mirrors() {
    {
        # shellcheck disable=SC2016 # apt expands it
        apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2> /dev/null || true
        cat /etc/apt/sources.list.d/*.sources 2> /dev/null | sed -n 's/^URIs:[[:space:]]*//p' | tr -s ' ' '\n'
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2> /dev/null \
            | sed -n 's/^deb[[:space:]]\{1,\}\(\[[^]]*\]\)*[[:space:]]*\([^[:space:]]*\).*/\2/p'
    } | sed 's,/*$,/,' | grep -v -e security -e ^cdrom: | awk '!seen[$0]++ { print (/\/debian\/$/ ? 0 : 1), $0 }' \
        | sort -s -n | cut -d' ' -f2 | head -n 3
}

# Makes an apt in a new folder that knows only these suites of this mirror, and only packages (deb) or sources
# (deb-src); `with_apt FOLDER apt-get update` comes next.
make_apt() { # FOLDER deb|deb-src MIRROR SUITE...
    local folder=$1 type=$2 mirror=$3 keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    shift 3
    rm -rf "$folder"
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/none" "$folder/files"
    : > "$folder/status"
    {
        printf 'Types: %s\nURIs: %s\nSuites: %s\nComponents: main\n' "$type" "$mirror" "$*"
        [ ! -e "$keyring" ] || printf 'Signed-By: %s\n' "$keyring"
    } > "$folder/debian.sources"
    {
        # How the machine reaches its mirror: proxies, certificates.
        apt-config dump | grep '^Acquire::' | grep -v -e '^Acquire::IndexTargets' -e '^Acquire::Changelogs' || true
        printf '%s "%s";\n' Dir::Etc::main "$folder/none/conf" Dir::Etc::parts "$folder/none" \
            Dir::Etc::sourcelist "$folder/debian.sources" Dir::Etc::sourceparts "$folder/none" \
            Dir::Etc::preferences "$folder/none/preferences" Dir::Etc::preferencesparts "$folder/none" \
            Dir::State "$folder" Dir::State::lists "$folder/lists" Dir::State::status "$folder/status" \
            Dir::Cache "$folder/cache" Acquire::Retries 2 Acquire::http::Timeout 20 Acquire::https::Timeout 20 \
            Acquire::Languages none Acquire::Check-Valid-Until false \
            APT::Sandbox::User root APT::Update::Error-Mode any
    } > "$folder/conf"
}

with_apt() { # FOLDER COMMAND...
    APT_CONFIG=$1/conf timeout 300 "${@:2}"
}

# All versions of a source package that the suites have.
source_versions() { # FOLDER PACKAGE
    with_apt "$1" apt-cache showsrc --only-source "$2" 2> /dev/null | sed -n 's/^Version: //p' | sort -u
}
