#!/usr/bin/env bash
# Tests lucerna and tools/jdk25 on a small false source tree, with false JDKs and a false Maven on a PATH of its own.
set -uo pipefail
here=$(readlink -f "${BASH_SOURCE[0]}")
here=${here%/*}
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
tree="$work/source tree"
passed=0
failed=0

check() { # check NAME COMMAND... : the command succeeds
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $name"
    sed 's/^/  out: /' "$work/out"
    sed 's/^/  err: /' "$work/err"
  fi
}
same() { [ "$1" = "$2" ]; }
has() { grep -qF -e "$2" "$1"; }
lacks() { ! has "$@"; }
empty() { [ ! -s "$1" ]; }
builds() { wc -l <"$work/mvn.calls" | tr -d ' '; }
recordings() { wc -l <"$work/mvn.calls.java" | tr -d ' '; }

jdk() { # jdk FOLDER VERSION : its java prints its folder, its options and its arguments
  mkdir -p "$1/bin"
  cat >"$1/bin/java" <<FAKE
#!/bin/sh
echo "java of $1"
FAKE
  cat >>"$1/bin/java" <<'FAKE'
for word do
  echo "[$word]"
  case $word in
    vectors) [ -z "${FAKE_NO_LATE:-}" ] || exit 3 ;;
    -XX:AOTCacheOutput=*)
      echo "$*" >>"$FAKE_CALLS.java"
      [ -z "${FAKE_JAVA_SLEEP:-}" ] || sleep "$FAKE_JAVA_SLEEP"
      [ -z "${FAKE_NO_CACHE:-}" ] || exit 1
      echo "a cache" >"${word#*=}"
      ;;
  esac
done
printf '%b' "${FAKE_JAVA_ERR:-}" >&2
[ -z "${FAKE_JAVA_OWN:-}" ] || printf '%b' "$FAKE_JAVA_OWN" >&3
if [ -n "${FAKE_JAVA_WAIT:-}" ]; then
  trap 'echo "last words" >&2; exit 143' TERM
  echo $$ >"$FAKE_JAVA_WAIT"
  while :; do sleep 0.02; done
fi
exit ${FAKE_JAVA_EXIT:-0}
FAKE
  cp "$1/bin/java" "$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
  printf 'IMPLEMENTOR="Nobody"\nJAVA_VERSION="%s"\nMODULES="java.base jdk.incubator.vector"\n' "$2" >"$1/release"
}

# Runs with a clean environment; leading NAME=VALUE words add to it.
run() {
  env -i HOME="$work/home" PATH="$path" LUCERNA_JDK_ROOT="$work/system" FAKE_TREE="$tree" FAKE_CALLS="$work/mvn.calls" \
    "$@" 2>&1 >"$work/out" </dev/null | cat >"$work/err"
  code=${PIPESTATUS[0]}
}

# Only what the scripts need, so that neither the machine's java nor its mvn is seen.
tools="$work/tools"
mkdir -p "$tools" "$work/home" "$work/system"
for tool in bash sh env find readlink mkdir mv rm tail touch flock sleep cat; do
  ! found=$(command -v "$tool") || ln -s "$found" "$tools/$tool"
done
path=$tools

mkdir -p "$tree/tools" "$tree/cli/src/main/java" "$tree/field/src/main/java"
cp "$here/../lucerna" "$tree/lucerna"
cp "$here/jdk25" "$tree/tools/jdk25"
touch "$tree/pom.xml" "$tree/cli/pom.xml" "$tree/field/pom.xml" "$tree/cli/src/main/java/Main.java" "$tree/field/src/main/java/M31.java"
: >"$work/mvn.calls"
: >"$work/mvn.calls.java"

# --- tools/jdk25

# shellcheck disable=SC2016
sentence='Lucerna needs a JDK 25: install one (for example Eclipse Temurin 25, `apt install temurin-25-jdk` or `sdk install java 25-tem`) or set LUCERNA_JAVA_HOME to its folder.'
run "$tree/tools/jdk25"
check "no JDK: exit 2" same "$code" 2
check "no JDK: the sentence and nothing else" same "$(cat "$work/err")" "$sentence"
check "no JDK: nothing on stdout" empty "$work/out"
run "$tree/lucerna" prove
check "no JDK: the launcher exits 2" same "$code" 2
check "no JDK: the launcher says the sentence" same "$(cat "$work/err")" "$sentence"
check "no JDK: nothing is built" same "$(builds)" 0

jdk "$work/lucerna jdk" 25.0.3
jdk "$work/java home" 25
jdk "$work/path jdk" 26-ea
jdk "$work/system/usr/lib/jvm/jdk-17" 17.0.15
jdk "$work/system/usr/lib/jvm/jdk-8" 1.8.0_402
jdk "$work/old" 24.0.1
mkdir -p "$work/path bin"
ln -s "$work/path jdk/bin/java" "$work/path bin/java"

run "$tree/tools/jdk25"
check "only old JDKs: exit 2" same "$code" 2
jdk "$work/system/usr/lib/jvm/temurin-25-jdk" 25.0.3
run "$tree/tools/jdk25"
check "a usual folder, past older ones" same "$(cat "$work/out")" "$work/system/usr/lib/jvm/temurin-25-jdk"
path="$tools:$work/path bin"
run "$tree/tools/jdk25"
check "java on the PATH before the usual folders, and newer than 25" same "$(cat "$work/out")" "$work/path jdk"
run JAVA_HOME="$work/java home" "$tree/tools/jdk25"
check "JAVA_HOME before the PATH" same "$(cat "$work/out")" "$work/java home"
run JAVA_HOME="$work/java home" LUCERNA_JAVA_HOME="$work/lucerna jdk" "$tree/tools/jdk25"
check "LUCERNA_JAVA_HOME first" same "$(cat "$work/out")" "$work/lucerna jdk"
run JAVA_HOME="$work/old" "$tree/tools/jdk25"
check "an old JAVA_HOME is passed over" same "$(cat "$work/out")" "$work/path jdk"
check "and without a word" empty "$work/err"
run LUCERNA_JAVA_HOME="$work/old" "$tree/tools/jdk25"
check "an old LUCERNA_JAVA_HOME is passed over" same "$(cat "$work/out")" "$work/path jdk"
check "but not without a word" has "$work/err" "LUCERNA_JAVA_HOME=$work/old is no JDK 25"
chmod -x "$work/java home/bin/javac"
run JAVA_HOME="$work/java home" "$tree/tools/jdk25"
check "a JRE is no JDK" same "$(cat "$work/out")" "$work/path jdk"
env -i PATH="$tools" LUCERNA_JDK_ROOT="$work/system" "$tree/tools/jdk25" >"$work/out" 2>"$work/err"
check "works without HOME" same "$(cat "$work/out")" "$work/system/usr/lib/jvm/temurin-25-jdk"
path=$tools
home="$work/system/usr/lib/jvm/temurin-25-jdk"

# --- building

run "$tree/lucerna" prove
check "no Maven: exit 2" same "$code" 2
check "no Maven: one line" same "$(wc -l <"$work/err" | tr -d ' ')" 1
check "no Maven: it says what to do" has "$work/err" "Apache Maven 3.8 or later: install it"

cat >"$tools/mvn" <<'FAKE'
#!/bin/sh
echo "JAVA_HOME=$JAVA_HOME $*" >>"$FAKE_CALLS"
echo "chatter of Maven"
echo "grumbling of Maven" >&2
[ -z "${FAKE_MVN_SLEEP:-}" ] || sleep "$FAKE_MVN_SLEEP"
if [ -n "${FAKE_MVN_FAIL:-}" ]; then
  echo "[ERROR] cannot find symbol"
  exit 1
fi
mkdir -p "$FAKE_TREE/cli/target/modules" "$FAKE_TREE/cli/target/vectors" "$FAKE_TREE/cli/target/pictures" "$FAKE_TREE/cli/target/devices"
touch "$FAKE_TREE/cli/target/lucerna-cli.jar"
case $* in *cli,bench*) mkdir -p "$FAKE_TREE/bench/target/lib" ;; esac
[ -z "${FAKE_MVN_EDIT:-}" ] || touch "$FAKE_TREE/field/src/main/java/M31.java"
FAKE
chmod +x "$tools/mvn"

run FAKE_MVN_FAIL=1 "$tree/lucerna" prove
check "a failing build: exit 3" same "$code" 3
check "a failing build: Maven's last lines on stderr" has "$work/err" "[ERROR] cannot find symbol"
check "a failing build: nothing on stdout" empty "$work/out"

: >"$work/mvn.calls"
run "$tree/lucerna" prove "a model.onnx" --json ''
check "first use: succeeds" same "$code" 0
check "first use: builds once" same "$(builds)" 1
check "first use: one line on stderr" same "$(cat "$work/err")" "lucerna: building, once"
check "first use: Maven is silent on stdout" same "$(sed -n 1p "$work/out")" "java of $home"
check "first use: Maven runs on the JDK found" has "$work/mvn.calls" "JAVA_HOME=$home "
check "arguments arrive as they are" same "$(tail -n 4 "$work/out" | tr '\n' ' ')" "[prove] [a model.onnx] [--json] [] "
check "module path" has "$work/out" "[$tree/cli/target/lucerna-cli.jar:$tree/cli/target/modules]"
check "main class" has "$work/out" "[lucerna.cli/lucerna.cli.Main]"
check "a real verb: serial collector" has "$work/out" "[-XX:+UseSerialGC]"
check "a real verb: both compilers" lacks "$work/out" "TieredStopAtLevel"
check "prove: higher thresholds" has "$work/out" "[-XX:CompileThresholdScaling=2]"
check "prove: lower ones for the vector kernels" has "$work/out" \
  "[-XX:CompileCommand=CompileThresholdScaling,lucerna.field.simd.*::*,0.2]"
check "prove: silent about them" has "$work/out" "[-XX:CompileCommand=quiet]"

run "$tree/lucerna" verify
check "second use: not built again" same "$(builds)" 1
check "second use: silent" empty "$work/err"
run FAKE_JAVA_EXIT=1 "$tree/lucerna" verify
check "java's exit code is the launcher's" same "$code" 1

for word in --help -h --version -V help; do
  run "$tree/lucerna" "$word"
  check "$word: short-lived options" has "$work/out" "[-XX:TieredStopAtLevel=1]"
done
run "$tree/lucerna"
check "no arguments: short-lived options" has "$work/out" "[-XX:TieredStopAtLevel=1]"
run "$tree/lucerna" verify key a b c d e f
check "verify, few words: the first compiler" has "$work/out" "[-XX:TieredStopAtLevel=1]"
run "$tree/lucerna" verify key a b c d e f g
check "verify, many words: both compilers" lacks "$work/out" "TieredStopAtLevel"
check "verify: usual thresholds" lacks "$work/out" "CompileThresholdScaling"
for word in --repeat=9 "--repeat 9"; do
  # shellcheck disable=SC2086 # Several words.
  run "$tree/lucerna" prove model $word
  check "prove $word: usual thresholds" lacks "$work/out" "CompileThresholdScaling"
done
run LUCERNA_JAVA_OPTS='-Xmx3g  -Dx=y' "$tree/lucerna" prove
check "LUCERNA_JAVA_OPTS, first word" has "$work/out" "[-Xmx3g]"
check "LUCERNA_JAVA_OPTS, second word" has "$work/out" "[-Dx=y]"

mkdir -p "$work/links" "$work/far away"
ln -s "$tree/lucerna" "$work/links/first"
ln -s first "$work/links/lucerna"
(cd "$work/far away" && run PATH="$work/links:$tools" lucerna prove && exit "$code")
check "through two links, from the PATH, from another folder" same $? 0
check "the tree is the links' target" has "$work/out" "[$tree/cli/target/lucerna-cli.jar:$tree/cli/target/modules]"
check "and it is fresh" same "$(builds)" 1
(cd "$tree/cli" && run ../lucerna prove && exit "$code")
check "by a relative path" same $? 0

# --- the vector kernels and the warning that they cause

run "$tree/lucerna" bench
check "bench: its own module is built for it" same "$(builds)" 2
run "$tree/lucerna" bench
check "bench: once" same "$(builds)" 2
: >"$work/mvn.calls"
run "$tree/lucerna" prove
check "bench: and the others are fresh" empty "$work/mvn.calls"
echo "-" >"$work/mvn.calls"

warning='WARNING: Using incubator modules: jdk.incubator.vector'
vectors=":$tree/cli/target/vectors]"
late="[-Dlucerna.vectors=$tree/cli/target/vectors]"
for word in bench doctor; do
  run FAKE_JAVA_ERR="$warning\n" "$tree/lucerna" "$word" x
  check "$word: vectors" has "$work/out" "$vectors"
  check "$word: from the start" lacks "$work/out" "$late"
  check "$word: no warning" empty "$work/err"
done
for word in prove commit; do
  run FAKE_JAVA_ERR="$warning\n" "$tree/lucerna" "$word" x
  check "$word: vectors" has "$work/out" "$late"
  check "$word: by a class of the JDK" has "$work/out" "[java.base/jdk.internal.module=lucerna.cli]"
  check "$word: not from the start" lacks "$work/out" "$vectors"
  check "$word: standard error is java's own" same "$(cat "$work/err")" "$warning"
done
for word in verify inspect mock calibrate --help ""; do
  run FAKE_JAVA_ERR="$warning\n" "$tree/lucerna" $word
  check "'$word': no vectors" lacks "$work/out" "/cli/target/vectors]"
  check "'$word': standard error is java's own" same "$(cat "$work/err")" "$warning"
done
for words in "prove --help" "prove a b -h" "prove a b --backend scalar" "prove a b --backend=scalar"; do
  # shellcheck disable=SC2086 # Several words.
  run "$tree/lucerna" $words
  check "$words: no vectors" lacks "$work/out" "/cli/target/vectors]"
done
for words in "prove a b --backend simd" "prove scalar b" "prove a b --backend=auto"; do
  # shellcheck disable=SC2086
  run "$tree/lucerna" $words
  check "$words: vectors" has "$work/out" "$late"
done
run FAKE_JAVA_ERR="Picked up X\n$warning\nerror: one\n$warning\ntwo" "$tree/lucerna" doctor
check "all but the first such line is passed on" same "$(cat "$work/err")" "Picked up X
error: one
$warning
two"
run FAKE_JAVA_ERR="$warning!\n  $warning\n" FAKE_JAVA_EXIT=7 "$tree/lucerna" doctor
check "lines that only look like it are passed on" same "$(cat "$work/err")" "$warning!
  $warning"
check "java's exit code is the launcher's, past the filter" same "$code" 7
run FAKE_JAVA_ERR="no newline" "$tree/lucerna" doctor
check "a line without an end is passed on" same "$(cat "$work/err")" "no newline"
run FAKE_JAVA_ERR="$warning\n" FAKE_JAVA_OWN="own\n" "$tree/lucerna" doctor
check "the real standard error is descriptor 3" same "$(cat "$work/err")" "own"
check "and java is told" has "$work/out" "[-Dlucerna.stderr=3]"
env -i HOME="$work/home" PATH="$path" LUCERNA_JDK_ROOT="$work/system" FAKE_JAVA_OWN="own\n" \
  "$tree/lucerna" doctor >"$work/out" 2>"$work/own" </dev/null
check "what is written there is complete when the launcher ends" same "$(cat "$work/own")" "own"
env -i HOME="$work/home" PATH="$path" LUCERNA_JDK_ROOT="$work/system" "$tree/lucerna" doctor >"$work/out" 2>&- </dev/null
check "standard error may be closed" has "$work/out" "[lucerna.cli/lucerna.cli.Main]"
{
  env -i HOME="$work/home" PATH="$path" LUCERNA_JDK_ROOT="$work/system" FAKE_JAVA_WAIT="$work/pid" \
    FAKE_JAVA_ERR="$warning\n" "$tree/lucerna" doctor 2>&1 >"$work/out" </dev/null &
  launcher=$!
  for _ in {1..200}; do [ ! -s "$work/pid" ] && sleep 0.02; done
  [ "$(cat "$work/pid")" = "$launcher" ] && echo "java is the launcher's process"
  kill -TERM "$launcher"
  wait "$launcher"
  echo "exit $?"
} 2>/dev/null | cat >"$work/err"
check "java takes the launcher's place" has "$work/err" "java is the launcher's process"
check "a signal reaches it" has "$work/err" "exit 143"
check "and its last words are heard" has "$work/err" "last words"
run "$tree/lucerna" bench
check "bench: the library of pictures" has "$work/out" ":$tree/cli/target/pictures:"
check "bench: the launcher" has "$work/out" "[-Dlucerna.launcher=$tree/lucerna]"
check "bench: the examples" has "$work/out" "[-Dlucerna.examples=$tree/examples]"
check "bench: what reaches devices, for a process of its own" has "$work/out" "[-Dlucerna.devices=$tree/cli/target/devices]"
check "bench: but not for this one" lacks "$work/out" "[-cp]"
check "bench: natives" has "$work/out" "[-Dlucerna.natives=$tree/cli/target/natives/lib]"
run "$tree/lucerna" doctor
check "doctor: natives" has "$work/out" "[-Dlucerna.natives=$tree/cli/target/natives/lib]"
run "$tree/lucerna" bundle -o x
check "bundle: the checkout" has "$work/out" "[-Dlucerna.root=$tree]"
check "bundle: no cache" lacks "$work/out" "AOTCache"
run "$tree/lucerna" prove
check "prove: no library of pictures" lacks "$work/out" "pictures"
mv "$home/release" "$home/release.all"
printf 'JAVA_VERSION="25"\nMODULES="java.base"\n' >"$home/release"
run "$tree/lucerna" prove
check "a JDK without the module: no vectors" lacks "$work/out" "/cli/target/vectors]"
check "a JDK without the module: starts" has "$work/out" "[prove]"
mv "$home/release.all" "$home/release"

# --- caches of a start

starts="$tree/cli/target/starts"
check "the first use made both caches" same "$(cd "$starts" && echo *)" "check.aot made prove.aot"
check "nothing else is left of it" same "$(echo "$tree"/cli/target/.start*)" "$tree/cli/target/.start*"
run "$tree/lucerna" prove # Records anew, since the JDK was another one for a while.
check "this JDK can load vectors later" same "$(cd "$starts" && echo *)" "check.aot late made prove.aot"
: >"$work/mvn.calls.java"
for word in prove commit; do
  run "$tree/lucerna" "$word" x
  check "$word: the cache with vectors" has "$work/out" "[-XX:AOTCache=$starts/prove.aot]"
  check "$word: the JVM says nothing of it" has "$work/out" "[-Xlog:aot*=off,cds*=off]"
done
for words in verify inspect mock calibrate cairo --help "" "prove --help" "prove a b --backend scalar"; do
  # shellcheck disable=SC2086
  run "$tree/lucerna" $words
  check "'$words': the cache without vectors" has "$work/out" "[-XX:AOTCache=$starts/check.aot]"
done
for word in bench doctor; do
  run "$tree/lucerna" "$word"
  check "$word: no cache, as its modules are others" lacks "$work/out" "AOTCache"
done
check "nothing is recorded again" same "$(recordings)" 0
for option in -Xshare:off -Xshare:auto -XX:AOTCache=mine -XX:AOTMode=off -XX:SharedArchiveFile=mine -XX:+AutoCreateSharedArchive; do
  run LUCERNA_JAVA_OPTS="-Dx=y $option" "$tree/lucerna" prove
  check "LUCERNA_JAVA_OPTS with $option: no second one" lacks "$work/out" "$starts"
done
run JAVA_TOOL_OPTIONS=-Xshare:off "$tree/lucerna" prove
check "JAVA_TOOL_OPTIONS with -Xshare: no cache" lacks "$work/out" "$starts"
run LUCERNA_JAVA_OPTS=-Xmx3g "$tree/lucerna" prove
check "LUCERNA_JAVA_OPTS with other options: the cache" has "$work/out" "[-XX:AOTCache=$starts/prove.aot]"

again() { # again NAME : the next start records anew, the one after does not
  : >"$work/mvn.calls.java"
  run "$tree/lucerna" prove
  check "$1: recorded anew" same "$(recordings)" 2
  check "$1: one line says so" same "$(cat "$work/err")" "lucerna: preparing quick starts, once"
  run "$tree/lucerna" prove
  check "$1: once" same "$(recordings)" 2
  check "$1: then silent" empty "$work/err"
}
sleep 0.02; touch "$tree/cli/target/lucerna-cli.jar" "$tree/cli/target/.built"; again "a newer jar"
rm -r "$starts"; again "no caches"
printf 'SOURCE="other"\n' >>"$home/release"; again "another JDK in the same folder"
check "the JDK's options" has "$work/mvn.calls.java" "-XX:AOTCacheOutput=$tree/cli/target/.starting/prove.aot"
check "recorded without vectors, for prove" has "$work/mvn.calls.java" "--add-exports java.base/jdk.internal.module=lucerna.cli --module-path $tree/cli/target/lucerna-cli.jar:$tree/cli/target/modules --module lucerna.cli/lucerna.cli.Training prove $tree/examples"
check "recorded without vectors, for the others" has "$work/mvn.calls.java" "$tree/cli/target/modules --module lucerna.cli/lucerna.cli.Training check $tree/examples"
rm "$starts/made"; mkdir "$tree/cli/target/.starting"; : >"$tree/cli/target/.starting/half"; again "an interrupted recording"
check "an interrupted recording: nothing of it is used" same "$(cd "$starts" && echo *)" "check.aot late made prove.aot"
rm -r "$starts"; : >"$work/mvn.calls.java"
run FAKE_NO_LATE=1 FAKE_JAVA_ERR="$warning\n" "$tree/lucerna" prove
check "a JDK that loads no vectors later: from the start" has "$work/out" "$vectors"
check "a JDK that loads no vectors later: no warning" lacks "$work/err" "$warning"
check "a JDK that loads no vectors later: a cache of that" has "$work/mvn.calls.java" "$tree/cli/target/modules:$tree/cli/target/vectors --module lucerna.cli/lucerna.cli.Training prove $tree/examples"
check "a JDK that loads no vectors later: which is used" has "$work/out" "[-XX:AOTCache=$starts/prove.aot]"
rm -r "$starts"; : >"$work/mvn.calls.java"
run FAKE_NO_CACHE=1 "$tree/lucerna" prove
check "a JDK that cannot: runs all the same" same "$code" 0
check "a JDK that cannot: no cache" lacks "$work/out" "AOTCache"
run "$tree/lucerna" prove
check "a JDK that cannot: not tried again" same "$(recordings)" 2
check "a JDK that cannot: silent" empty "$work/err"
rm -r "$starts"; : >"$work/mvn.calls.java"
if [ -e "$tools/flock" ]; then
  (run FAKE_JAVA_SLEEP=0.3 "$tree/lucerna" prove) &
  sleep 0.1
  run FAKE_JAVA_SLEEP=0.3 "$tree/lucerna" prove
  wait
  check "two at once: recorded once" same "$(recordings)" 2
  check "two at once: the second has the cache, too" has "$work/out" "[-XX:AOTCache=$starts/prove.aot]"
fi

# --- stale or fresh

stale() { # stale NAME : the next start builds, the one after does not
  : >"$work/mvn.calls"
  run "$tree/lucerna" prove
  check "$1: stale" same "$(builds)" 1
  run "$tree/lucerna" prove
  check "$1: then fresh" same "$(builds)" 1
}
pause() { sleep 0.02; } # Longer than one tick of the file system's clock.
pause; touch "$tree/field/src/main/java/M31.java"; stale "a newer source"
pause; touch "$tree/pom.xml"; stale "a newer parent POM"
pause; touch "$tree/field/pom.xml"; stale "a newer module POM"
pause; touch "$tree/field/src/main/java/Gone.java"; stale "an added source"
pause; rm "$tree/field/src/main/java/Gone.java"; stale "a deleted source"
rm "$tree/cli/target/lucerna-cli.jar"; stale "a missing jar"
rm -r "$tree/cli/target/modules"; stale "missing dependencies"
rm -r "$tree/cli/target/vectors"; stale "missing vector kernels"
rm -r "$tree/cli/target/pictures"; stale "missing library of pictures"
rm -r "$tree/cli/target/devices"; stale "missing libraries that reach devices"
: >"$tree/cli/target/.building"; stale "an interrupted build"
: >"$work/mvn.calls"
pause; mkdir -p "$tree/field/src/test/java"; touch "$tree/field/src/test/java/M31Test.java" "$tree/README.md"
run "$tree/lucerna" prove
check "tests and documents do not matter" same "$(builds)" 0
rm "$tree/cli/target/.built"
run "$tree/lucerna" prove
check "a build by Maven alone is good" same "$(builds)" 0
pause; touch "$tree/pom.xml"
run FAKE_MVN_FAIL=1 "$tree/lucerna" prove
check "a failed build is not run" same "$code" 3
stale "after a failed build"
pause; touch "$tree/pom.xml"
: >"$work/mvn.calls"
run FAKE_MVN_SLEEP=0.1 FAKE_MVN_EDIT=1 "$tree/lucerna" prove
stale "a source changed during the build"

if [ -e "$tools/flock" ]; then
  pause; touch "$tree/pom.xml"
  : >"$work/mvn.calls"
  (run FAKE_MVN_SLEEP=0.5 "$tree/lucerna" prove) &
  sleep 0.1
  run FAKE_MVN_SLEEP=0.5 "$tree/lucerna" prove
  wait
  check "two first uses at once: one build" same "$(builds)" 1
  check "two first uses at once: the second succeeds" same "$code" 0
  rm "$tools/flock"
fi
pause; touch "$tree/pom.xml"; stale "without flock"

# --- a bundle: a runtime beside the launcher

bundle="$work/a bundle"
mkdir -p "$bundle/lib/modules"
cp "$tree/lucerna" "$bundle/lucerna"
jdk "$bundle/runtime" 25.0.3
touch "$bundle/lib/lucerna-cli.jar"
: >"$work/mvn.calls"; : >"$work/mvn.calls.java"
run "$bundle/lucerna" doctor
check "a bundle: its own runtime" same "$(sed -n 1p "$work/out")" "java of $bundle/runtime"
check "a bundle: nothing is built" empty "$work/mvn.calls"
check "a bundle: nothing is recorded for a verb without a cache" same "$(recordings)" 0
check "a bundle: natives" has "$work/out" "[-Dlucerna.natives=$bundle/lib/natives/lib]"
run "$bundle/lucerna" bundle -o x
check "a bundle: makes no bundle" lacks "$work/out" "lucerna.root"
run "$bundle/lucerna" bench
check "a bundle: bench" has "$work/out" "[-Dlucerna.bench=$bundle/lib/bench]"
check "a bundle: bench is not built" empty "$work/mvn.calls"
run "$bundle/lucerna" prove
check "a bundle: proves" has "$work/out" "[$bundle/lib/lucerna-cli.jar:$bundle/lib/modules]"
check "a bundle: with caches, once" same "$(recordings)" 2

# --- read-only: root may write anywhere, so these need another user
pause; touch "$tree/pom.xml"
chmod -R a-w "$tree"
if [ ! -w "$tree" ]; then
  : >"$work/mvn.calls"
  run "$tree/lucerna" prove
  check "read-only and stale: starts" same "$code" 0
  check "read-only and stale: no build" same "$(builds)" 0
  check "read-only and stale: says so" has "$work/err" "read-only, so the build is used as it is"
  chmod -R u+w "$tree"; touch "$tree/cli/target/.built"; chmod -R a-w "$tree"
  run "$tree/lucerna" prove
  check "read-only and fresh: silent" empty "$work/err"
  check "read-only and fresh: starts" same "$code" 0
  check "read-only and fresh: with the cache" has "$work/out" "[-XX:AOTCache=$starts/prove.aot]"
  chmod -R u+w "$tree"; rm -r "$starts"; chmod -R a-w "$tree"
  : >"$work/mvn.calls.java"
  run "$tree/lucerna" prove
  check "read-only without caches: silent" empty "$work/err"
  check "read-only without caches: nothing recorded" same "$(recordings)" 0
  check "read-only without caches: starts without" lacks "$work/out" "AOTCache"
fi
chmod -R u+w "$tree"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
