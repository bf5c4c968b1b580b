# shellcheck shell=bash
# The builds that several scripts need. Sourced from the top of the repository, after setup.sh.

root=$PWD
build_log=$root/build/build.log
version=$(sed -n 's,.*<version>\(.*\)</version>.*,\1,p;T;q' pom.xml) # the first one is that of the project
# shellcheck disable=SC2034 # for who sources this
library_jar=$root/java/enet4j/target/enet4j-$version.jar

# Runs a command with its output in the log; shows the end of that only when it fails.
quietly() {
    mkdir -p "${build_log%/*}"
    if ! "$@" > "$build_log" 2>&1; then
        tail -n 60 "$build_log" >&2
        fail "failed: $*   (all of its output: $build_log)"
    fi
}

# The jar of the library, with the native library for this machine. The tests are scripts/test's business.
package_library() {
    say "building the library"
    quietly mvn -B -ntp -DskipTests -Dmaven.javadoc.skip -pl java/enet4j package
}

build_natives() { # TARGET...
    say "building $*"
    quietly scripts/vendor
    quietly cmake --preset host --log-level=WARNING
    quietly cmake --build --preset host --target "$@"
}

# Runs a Java source file against the packed jar.
run_java() { # FILE ARGUMENT...
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$library_jar" "$@"
}
