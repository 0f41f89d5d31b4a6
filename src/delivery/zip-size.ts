const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const endBytes = 22;

/**
 * How many bytes the parts of a zip file say they unpack to; 0 when it has no readable directory. A workbook of a few
 * MB can unpack to gigabytes, so look before unpacking. A directory that lies is not caught.
 */
export function unpackedBytes(zip: Buffer): number {
  let end = zip.length - endBytes;
  while (end >= 0 && zip.readUInt32LE(end) !== endOfDirectory) end -= 1;
  if (end < 0) return 0;
  let total = 0;
  let at = zip.readUInt32LE(end + 16);
  while (at + 46 <= end && zip.readUInt32LE(at) === directoryEntry) {
    total += zip.readUInt32LE(at + 24);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return total;
}
