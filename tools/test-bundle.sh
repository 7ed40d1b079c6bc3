#!/usr/bin/env bash
# Makes a bundle, moves it, and uses it as a host would that has neither a JDK nor Maven nor this checkout on its PATH.
# Says what each step costs. Skips what needs an OpenCL driver where there is none.
set -euo pipefail
here=$(readlink -f "${BASH_SOURCE[0]}")
root=${here%/tools/*}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  echo "FAILED: $*" >&2
  exit 1
}
step() { # step NAME COMMAND... : runs it and says how long it took
  local name=$1 start=$SECONDS
  shift
  "$@" >"$work/out" 2>"$work/err" || {
    cat "$work/out" "$work/err" >&2
    fail "$name exited with an error"
  }
  echo "$name: $((SECONDS - start)) s"
}
refuses() { # refuses CODE WORDS COMMAND... : ends with the code and one sentence that has the words
  local expected=$1 words=$2 code=0
  shift 2
  "$@" >"$work/out" 2>"$work/err" || code=$?
  [ "$code" -eq "$expected" ] || fail "exit $code instead of $expected: $*"
  grep -qF -e "$words" "$work/err" || fail "nothing is said of '$words': $(cat "$work/err")"
}

bundle=$work/moved/lucerna-bundle
step "bundle" "$root/lucerna" bundle -o "$work/made/lucerna-bundle"
mkdir "$work/moved" "$work/home" "$work/tools"
mv "$work/made/lucerna-bundle" "$bundle"
echo "size: $(du -sm "$bundle" | cut -f 1) MB, $(wc -l <"$bundle/MANIFEST") files"
[ -z "$(ls -A "$work/made")" ] || fail "something is left beside the bundle"
(cd "$bundle" && sha256sum -c --quiet MANIFEST) || fail "the manifest is wrong"
refuses 2 'is not empty' "$root/lucerna" bundle -o "$bundle"

# Only what the start script needs; no java, no mvn.
for tool in bash env readlink mkdir mv rm cat flock tail; do
  ! found=$(command -v "$tool") || ln -s "$found" "$work/tools/$tool"
done
there() { env -i HOME="$work/home" PATH="$work/tools" "$@"; }
cd "$work/home"

step "doctor" there "$bundle/lucerna" doctor
grep -qF "$bundle/lib/natives/lib/libJCudaDriver" "$work/out" || fail "doctor does not name the natives"
step "prove, with new keys" there "$bundle/lucerna" prove "$bundle/examples/digits/model.onnx" "$bundle/examples/digits/input.json" -o out
step "prove" there "$bundle/lucerna" prove "$bundle/examples/digits/model.onnx" "$bundle/examples/digits/input.json" --key out -o again
step "verify" there "$bundle/lucerna" verify out/model.key again/proof.bin
grep -qF accepted "$work/out" || fail "the proof is not accepted"
refuses 2 'is made from a checkout' there "$bundle/lucerna" bundle -o twice
(cd "$bundle" && sha256sum -c --quiet MANIFEST) || fail "use changed the bundle"

if there "$bundle/lucerna" doctor | grep '^devices *OpenCL:' >/dev/null; then
  # PoCL links what it compiles, and wants ld for it.
  step "bench --gpu --contract" env -i HOME="$work/home" PATH=/usr/bin:/bin \
    "$bundle/lucerna" bench --gpu --contract --device opencl --max-rows 1024 --no-proofs -o gpu
  cat "$work/out"
  [ -s gpu/gpu.json ] || fail "no result is written"
else
  echo "no OpenCL driver: bench --gpu is not tried"
fi
if there "$bundle/lucerna" doctor | grep '^devices *no CUDA' >/dev/null; then
  refuses 2 'no CUDA' there "$bundle/lucerna" bench --gpu --device cuda -o none
  [ ! -e none ] || fail "something is written without a device"
fi
echo "all passed"
