// Writes arrays of bytes as an NPZ file (NumPy's format: a ZIP of NPY files), as
// sim/dataset reads it. Deterministic: no time stamps.
import { crc32, deflateRawSync } from "node:zlib";

/** An NPY file of version 1.0: bytes in C order. */
export function npy(shape, bytes) {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  // Magic, version and length take ten bytes; the data begin at a multiple of 64.
  const header = Buffer.from(text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11) + "\n", "latin1");
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([start, header, Buffer.from(bytes)]);
}

/** A ZIP of files, given as [name, bytes]. */
export function zip(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, bytes] of files) {
    const packed = deflateRawSync(bytes, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // needs version 2.0
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt16LE(0x21, 8); // 1 January 1980, the first day there is
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const file = [Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name, "latin1"), packed];
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, rest, Buffer.from(name, "latin1"));
    parts.push(...file);
    at += file.reduce((sum, b) => sum + b.length, 0);
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}
