import { crc32, deflateSync } from 'node:zlib';

const HEADER_BYTES = 127;
const NO_COMPRESSION = 1;
const PNG = 2;

/**
 * A PMTiles archive (version 3) with one tile: the whole world in one colour, as a person's own base map may be.
 * The layout is that of the PMTiles specification, sections 3 to 5.
 */
export function oneTileArchive(red: number, green: number, blue: number): Uint8Array {
  const tile = plainPng(256, red, green, blue);
  const metadata = Buffer.from('{}');
  // One entry: tile 0, run length 1, its length, offset + 1; numbers as varints.
  const directory = Buffer.from([...varint(1), ...varint(0), ...varint(1), ...varint(tile.length), ...varint(1)]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PMTiles', 0, 'ascii');
  header.writeUInt8(3, 7);
  const sections = [
    { offset: HEADER_BYTES, length: directory.length },
    { offset: HEADER_BYTES + directory.length, length: metadata.length },
    { offset: 0, length: 0 },
    { offset: HEADER_BYTES + directory.length + metadata.length, length: tile.length },
  ];
  for (const [index, { offset, length }] of sections.entries()) {
    header.writeBigUInt64LE(BigInt(offset), 8 + index * 16);
    header.writeBigUInt64LE(BigInt(length), 16 + index * 16);
  }
  for (const at of [72, 80, 88]) header.writeBigUInt64LE(1n, at);
  header.writeUInt8(1, 96);
  header.writeUInt8(NO_COMPRESSION, 97);
  header.writeUInt8(NO_COMPRESSION, 98);
  header.writeUInt8(PNG, 99);
  for (const [index, degrees] of [-180, -85, 180, 85].entries()) header.writeInt32LE(degrees * 1e7, 102 + index * 4);
  return Buffer.concat([header, directory, metadata, tile]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function plainPng(size: number, red: number, green: number, blue: number): Buffer {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(size * 3, Buffer.from([red, green, blue]))]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: size }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
