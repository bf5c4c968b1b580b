"""Gives a library and its debug symbols, which are a file apart, one identity that depends on nothing but the library's
content: what the linkers give them there covers the paths of the files they were made from.

    identity.py DLL PDB      writes it into both
    identity.py DYLIB DWARF  writes that of the library, linked without symbols, into the symbols"""

import hashlib
import struct
import sys

LC_UUID = 0x1B
DEBUG_DIRECTORY = 6
CODEVIEW = b"RSDS"


def read(path):
    with open(path, "rb") as file:
        return bytearray(file.read())


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)


def pe_fields(dll):
    """Where the identity stands: the time stamps, which are a hash too, and the GUID."""
    header, = struct.unpack_from("<I", dll, 0x3C)
    sections, = struct.unpack_from("<H", dll, header + 6)
    optional_size, = struct.unpack_from("<H", dll, header + 20)
    optional = header + 24
    address, size = struct.unpack_from("<II", dll, optional + 112 + 8 * DEBUG_DIRECTORY)
    for section in range(sections):
        at = optional + optional_size + 40 * section
        virtual_size, virtual, _, raw = struct.unpack_from("<4I", dll, at + 8)
        if virtual <= address < virtual + virtual_size:
            directory = address - virtual + raw
    stamps = [header + 8] + [entry + 4 for entry in range(directory, directory + size, 28)]
    guids = [raw + 4 for raw in (struct.unpack_from("<I", dll, entry + 24)[0]
                                 for entry in range(directory, directory + size, 28))
             if dll[raw:raw + 4] == CODEVIEW]
    if len(guids) != 1:
        sys.exit(f"{len(guids)} identities of debug symbols, not one")
    return stamps, guids[0]


def identify_pe(dll_path, pdb_path):
    dll, pdb = read(dll_path), read(pdb_path)
    stamps, guid_at = pe_fields(dll)
    guid = bytes(dll[guid_at:guid_at + 16])
    for at, length in [(guid_at, 16)] + [(stamp, 4) for stamp in stamps]:
        dll[at:at + length] = bytes(length)
    digest = hashlib.sha256(dll).digest()
    dll[guid_at:guid_at + 16] = digest[:16]
    for at in stamps:
        dll[at:at + 4] = digest[16:20]
    if pdb.count(guid) != 1:
        sys.exit(f"{pdb_path} is not of {dll_path}")
    write(pdb_path, pdb.replace(guid, digest[:16]))
    write(dll_path, dll)


def uuid_place(macho):
    count, = struct.unpack_from("<I", macho, 16)
    at = 32
    for _ in range(count):
        command, size = struct.unpack_from("<II", macho, at)
        if command == LC_UUID:
            return at + 8
        at += size
    sys.exit("no LC_UUID")


def identify_macho(dylib_path, dwarf_path):
    dylib, dwarf = read(dylib_path), read(dwarf_path)
    source, target = uuid_place(dylib), uuid_place(dwarf)
    dwarf[target:target + 16] = dylib[source:source + 16]
    write(dwarf_path, dwarf)


if __name__ == "__main__":
    (identify_pe if sys.argv[2].endswith(".pdb") else identify_macho)(*sys.argv[1:])
