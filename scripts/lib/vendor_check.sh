# shellcheck shell=bash
# scripts/vendor --check: which pins are older than what Debian has by now. Sourced by scripts/vendor.

# The version that a project gave out, of a Debian version: without epoch, repacking and revision.
upstream() { sed -E 's/^[0-9]+://; s/.*\+really//; s/-[^-]*$//; s/[+.~](ds|dfsg)[0-9.]*$//' <<< "$1"; }

# What Debian calls the pinned version, which is another where it has a package around the source: by its tarball.
pinned_in_debian() { # NAME PACKAGE
    upstream "$(pinned "$1" tarball | sed -n "s/^[^ ]* $2_\\(.*\\)\.orig\.tar.*/\\1/p" | head -n 1)"
}

# Vulnerabilities that Debian's changelog names above the entry that brought the pinned version: those that Debian has
# patched in it, or that a later one has mended. (Those that the pinned version has mended are in that entry.)
cves_since() { # CHANGELOG PINNED
    awk -v pinned="$2" '
        /^[^ ].*\(.*\)/ {
            if (in_pinned && !index($0, pinned)) exit
            printf "%s", found
            found = ""
            in_pinned = index($0, pinned)
        }
        {
            while (match($0, /CVE-[0-9]+-[0-9]+/)) {
                found = found substr($0, RSTART, RLENGTH) "\n"
                $0 = substr($0, RSTART + RLENGTH)
            }
        }' "$1" | sort -u | tr '\n' ' '
}

check_pins() {
    local apt=$work/apt name package newest pinned cves line status=0
    make_apt "$apt" deb-src "$(apt_mirrors | head -n 1)" stable testing unstable
    with_apt "$apt" apt-get -qq update > "$work/log" 2>&1 || fail "Debian's mirror: $(grep -m 1 '^[EW]:' "$work/log")"
    for name in $(names); do
        package=$(package "$name")
        pinned=$(pinned_in_debian "$name" "$package")
        newest=$(source_versions "$apt" "$package" | newest_version)
        (cd "$apt/files" && with_apt "$apt" apt-get -qq --only-source --diff-only --download-only \
            source "$package=$newest" && tar -xOf "${package}_${newest#*:}".debian.tar.* debian/changelog) \
            > "$work/changelog" 2> "$work/log" || : > "$work/changelog"
        cves=$(cves_since "$work/changelog" "$pinned")
        line="the newest in Debian"
        [ "$(upstream "$newest")" = "$pinned" ] || { line="OLDER than Debian's" && status=1; }
        say "$(title "$name"): $line ($package $newest)${cves:+; its changelog names $cves}"
    done
    return "$status"
}

newest_version() {
    local newest='' version
    while read -r version; do
        [ -n "$newest" ] && dpkg --compare-versions "$version" lt "$newest" || newest=$version
    done
    printf '%s\n' "$newest"
}
