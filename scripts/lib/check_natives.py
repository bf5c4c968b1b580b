"""Checks the native libraries of the released platforms with LLVM's tools: what they need from the system, what they
export, how they are protected, which release of the system they run on, and that they hold no path of this machine.

    check_natives.py BUILD_FOLDER PLATFORM...

Prints a line for each library; ends with status 1 and what is wrong when anything is."""

import hashlib
import os
import re
import struct
import subprocess
import sys

MACHINES = {"x86-64": ("EM_X86_64", "IMAGE_FILE_MACHINE_AMD64", "X86-64"),
            "aarch64": ("EM_AARCH64", "IMAGE_FILE_MACHINE_ARM64", "Arm64")}
NEEDED = {
    # glibc's loader holds the stack protector's guard (aarch64) and finds thread-local variables (x86-64).
    "linux": {"libc.so.6", "libpthread.so.0", "ld-linux-aarch64.so.1", "ld-linux-x86-64.so.2"},
    # musl's loader takes this name for itself, whatever its file is called.
    "linux-musl": {"libc.so"},
    # The C library of Windows 10 goes by these names; no redistributable has to be installed.
    "win32": {"kernel32.dll", "ws2_32.dll", "bcrypt.dll", "api-ms-win-crt-*"},
    "darwin": {"/usr/lib/libSystem.B.dylib"},
}
GLIBC = (2, 17)
MACOS = "11.0"
EXPORTS = {"JNI_OnLoad"}
NOT_FOR_THIS_PROCESSOR = "not a library for this processor"
# Of zig's linker, no functions: every program of the platform has its own.
DARWIN_MARKS = {"___dso_handle", "__mh_dylib_header"}


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Library:
    def __init__(self, build, platform):
        self.os, self.arch = re.fullmatch(r"(.*)-(x86-64|aarch64)", platform).groups()
        folder = os.path.join(build, platform, "natives", platform)
        self.debug = os.path.join(build, platform, "debug")
        files = os.listdir(folder)
        self.problems = []
        self.name = {"win32": "enet4j.dll", "darwin": "libenet4j.dylib"}.get(self.os, "libenet4j.so")
        self.require(files == [self.name], f"the folder holds {files}")
        self.file = os.path.join(folder, self.name)
        with open(self.file, "rb") as library:
            self.bytes = library.read()
        # The sources' folder and the home folder, where compiler and cache are.
        for path in (os.getcwd(), os.path.expanduser("~")):
            self.require(path.encode() not in self.bytes, f"it holds the path {path}")
        self.facts = {"linux": self.check_elf, "linux-musl": self.check_elf, "win32": self.check_pe,
                      "darwin": self.check_macho}[self.os]()

    def require(self, condition, problem):
        if not condition:
            self.problems.append(problem)

    def require_equal(self, what, found, expected):
        self.require(found == expected, f"{what}: {found}, not {expected}")

    def check_needed(self, needed):
        allowed = NEEDED[self.os]
        extra = {n for n in needed if n not in allowed and re.sub(r"-crt-.*", "-crt-*", n) not in allowed}
        self.require(not extra, f"it needs {sorted(extra)}")
        self.require(needed, "it needs no library at all: is this output understood?")

    def check_elf(self):
        text = run("llvm-readelf", "--file-header", "--dynamic-table", "--program-headers", "--section-headers",
                   "--notes", "--wide", self.file)
        symbols = run("llvm-readelf", "--dyn-syms", "--wide", self.file)
        machine = run("llvm-readobj", "--file-headers", self.file)
        self.require(MACHINES[self.arch][0] in machine and "SharedObject" in machine, NOT_FOR_THIS_PROCESSOR)
        self.check_needed(set(re.findall(r"Shared library: \[(.*?)\]", text)))
        self.require_equal("library name", re.findall(r"soname: \[(.*?)\]", text), [self.name])
        for tag in ("(RPATH)", "(RUNPATH)", "(TEXTREL)"):
            self.require(tag not in text, f"it has {tag}")
        self.require("BIND_NOW" in text and "GNU_RELRO" in text, "its tables stay writable (RELRO, BIND_NOW)")
        segments = re.findall(r"^ +(LOAD|GNU_STACK) +(?:0x\w+ +){5}([RWE ]{3}) (0x\w+)$", text, re.M)
        self.require({"LOAD", "GNU_STACK"} == {name for name, _, _ in segments}, "no segments, or no GNU_STACK")
        self.require(not any("W" in flags and "E" in flags for _, flags, _ in segments), "writable code")
        self.require(not any(name == "GNU_STACK" and "E" in flags for name, flags, _ in segments), "executable stack")
        if self.arch == "aarch64":  # where kernels have pages of 4, 16 or 64 KiB
            self.require(all(int(align, 16) >= 0x10000 for name, _, align in segments if name == "LOAD"),
                         "segments not aligned for pages of 64 KiB")
        rows = re.findall(r"^ *\d+: \w+ +\d+ +(\w+) +(\w+) +\w+ +(\w+) (\S+)", symbols, re.M)
        defined = {name for _, _, index, name in rows if index != "UND"}
        undefined = {name for _, _, index, name in rows if index == "UND"}
        self.require_equal("exports", defined, EXPORTS)
        # Undefined: where zig's run-time library is linked in, it has the libc's functions replaced by its own.
        for name in ("__stack_chk_fail", "memcpy"):
            self.require(any(symbol.split("@")[0] == name for symbol in undefined), f"no use of the libc's {name}")
        self.require_equal("weak symbols", sorted(name for _, bind, _, name in rows if bind == "WEAK"), [])
        self.require(".debug_info" not in text and ".symtab" not in text, "it is not stripped")
        symbol_file = os.path.join(self.debug, self.name + ".debug")
        build_id = re.findall(r"Build ID: (\w+)", text)
        self.require(len(build_id) == 1 and build_id[0] in run("llvm-readelf", "--notes", symbol_file),
                     "the debug symbols are of another build")
        if self.os == "linux-musl":
            return "musl"
        versions = [tuple(map(int, v.split("."))) for v in re.findall(r"@GLIBC_([\d.]+)", symbols)]
        self.require(versions and max(versions) <= GLIBC, f"it needs glibc {max(versions, default=None)}")
        return "glibc " + ".".join(map(str, max(versions)))

    def check_pe(self):
        text = run("llvm-readobj", "--file-headers", "--coff-exports", "--coff-imports", "--coff-debug-directory",
                   self.file)
        self.require(MACHINES[self.arch][1] in text and "IMAGE_FILE_DLL" in text, NOT_FOR_THIS_PROCESSOR)
        self.check_needed({name.lower() for name in re.findall(r"Import \{\s+Name: (\S+)", text)})
        self.require_equal("exports", set(re.findall(r"Export \{\s+Ordinal: \d+\s+Name: (\S+)", text)), EXPORTS)
        for flag in ("DYNAMIC_BASE", "HIGH_ENTROPY_VA", "NX_COMPAT"):
            self.require("IMAGE_DLL_CHARACTERISTICS_" + flag in text, f"no {flag}")
        self.require(re.search(r"BaseRelocationTableSize: 0x[1-9A-F]", text), "it cannot be moved in memory")
        self.require_equal("debug symbols", re.findall(r"PDBFileName: (\S+)", text), ["enet4j.pdb"])
        with open(os.path.join(self.debug, "enet4j.pdb"), "rb") as file:
            pdb = file.read()
        identity = self.bytes[self.bytes.index(b"RSDS") + 4:][:16]
        self.require(pdb.count(identity) == 1, "the debug symbols are of another build")
        # The linker leaves the function only where something calls it.
        self.require(b"__stack_chk_fail" in pdb, "no stack protector")
        system = [int(re.search(f"{part}OperatingSystemVersion: (\\d+)", text)[1]) for part in ("Major", "Minor")]
        self.require(system <= [10, 0], f"it needs Windows {system}")
        return "Windows 10"

    def check_macho(self):
        text = run("llvm-objdump", "--macho", "--private-headers", self.file)
        header = run("llvm-readobj", "--file-headers", self.file)
        self.require(MACHINES[self.arch][2] in header and "DynamicLibrary" in header, NOT_FOR_THIS_PROCESSOR)
        self.check_needed(set(re.findall(r"cmd LC_LOAD_DYLIB\s+cmdsize \d+\s+name (\S+)", text)))
        self.require_equal("library name", re.findall(r"cmd LC_ID_DYLIB\s+cmdsize \d+\s+name (\S+)", text),
                           ["@rpath/" + self.name])
        self.require("LC_RPATH" not in text, "it has LC_RPATH")
        self.require_equal("oldest macOS", re.findall(r"platform macos\s+sdk \S+\s+minos (\S+)", text), [MACOS])
        exports = set(re.findall(r"^0x\w+ +(\S+)", run("llvm-objdump", "--macho", "--exports-trie", self.file), re.M))
        self.require_equal("exports", exports - DARWIN_MARKS, {"_" + name for name in EXPORTS})
        self.require("___stack_chk_fail" in run("llvm-nm", "-u", self.file), "no stack protector")
        text_segment = re.search(r"segname __TEXT.*?initprot (\S+)", text, re.S)
        self.require(text_segment and text_segment[1] == "r-x", "code that is writable")
        dwarf = os.path.join(self.debug, self.name + ".dSYM", "Contents", "Resources", "DWARF", self.name)
        code = r"Name: __text .*?Address: (\S+)\s+Size: (\S+)"
        places = [re.search(code, run("llvm-readobj", "--sections", file), re.S) for file in (self.file, dwarf)]
        uuid = re.findall(r"uuid (\S+)", text)
        self.require(all(places) and places[0].groups() == places[1].groups() and len(uuid) == 1
                     and uuid[0] in run("llvm-objdump", "--macho", "--private-headers", dwarf),
                     "the debug symbols are of another build")
        if self.arch == "aarch64":  # where the system runs nothing without a signature
            self.check_signature(text)
        return "macOS " + MACOS

    def check_signature(self, text):
        """The ad-hoc signature: the SHA-256 of each page (Apple's CodeDirectory, magic 0xfade0c02)."""
        place = re.search(r"cmd LC_CODE_SIGNATURE\s+cmdsize 16\s+dataoff (\d+)", text)
        self.require(place, "it is not signed")
        if not place:
            return
        start = int(place[1])
        blob = start + struct.unpack_from(">I", self.bytes, start + 16)[0]
        magic, _, _, flags, hashes, _, _, count, limit, size, kind, _, page = \
            struct.unpack_from(">9IBBBB", self.bytes, blob)
        self.require(magic == 0xfade0c02 and flags & 2 and kind == 2 and limit == start, "an unknown kind of signature")
        for i in range(count):
            content = self.bytes[i << page:min((i + 1) << page, limit)]
            expected = self.bytes[blob + hashes + i * size:blob + hashes + (i + 1) * size]
            self.require(hashlib.sha256(content).digest() == expected, f"the signature of page {i} does not match")
        self.require(count == (limit + (1 << page) - 1) >> page, "the signature leaves pages out")


def main(build, platforms):
    failed = False
    for platform in platforms:
        library = Library(build, platform)
        failed |= bool(library.problems)
        print(f"{platform:20} {len(library.bytes):8} bytes  {library.facts:12}  "
              + ("; ".join(library.problems) if library.problems else "as it should be"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
