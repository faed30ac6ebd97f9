/** The texts of drawings of bitmaps, HyperLogLogs and maps in English; the shape the others must have. */
import { count, formatCount as n } from './numbers.ts';

export const drawingsEn = {
  showAs: 'Show as',
  /** What elements are called in front of the places that are shown. */
  units: {
    bits: 'bits',
    bytes: 'bytes',
    buckets: 'buckets',
    entries: 'entries',
    members: 'members',
    nodes: 'nodes',
    ranks: 'ranks',
    registers: 'registers',
  },
  window: (unit: string, first: number, last: number, all: number) =>
    `${unit} ${n(first)} to ${n(last)}, ${n(all)} in all`,
  goTo: (unit: string) => `Go to one of the ${unit}`,
  goToHint: 'go to',
  bits: 'Bits',
  registers: 'Registers',
  map: 'Map',
  gridHint: 'Point at a cell, or focus the grid and use the arrow keys.',
  bitsTitle: 'Bitmap',
  bitsNote: (ones: number, bits: number) =>
    `${count(ones, 'bit', 'bits')} of ${n(bits)} set. Bit 0 is the highest of byte 0.`,
  bitsLabel: 'Bits of the window',
  bit: (offset: number, value: number) => `Bit ${n(offset)} is ${value}`,
  fromBit: 'From bit',
  ones: 'Ones',
  registersTitle: 'HyperLogLog',
  estimate: (elements: number, error: number) =>
    `About ${n(elements)} ± ${error < 1 ? 'less than 1' : n(error)} different elements (standard error 0.81%).`,
  registersMeaning:
    'The hash of an element chooses a register; it keeps the most zeros in a row that any of its hashes went on with, plus one. Many large values speak of many elements.',
  strips:
    'A row is 2,048 registers: grey runs are zero, a line is a value, stronger where it is larger.',
  cells: 'A cell is a register, stronger where its value is larger.',
  cached: 'The count is kept in the header.',
  stale: 'The count in the header is stale: the next PFCOUNT makes it anew.',
  corrupt: 'Its registers are corrupt.',
  sparse: (size: string, runs: number) =>
    `Sparse: ${count(runs, 'opcode', 'opcodes')} in ${size} stand for 16,384 registers.`,
  dense: (size: string) => `Dense: 16,384 registers of 6 bits in ${size}.`,
  registersLabel: 'Registers',
  register: (index: number, value: number) => `Register ${n(index)} is ${value}`,
  stripsLabel: (values: number) =>
    `16,384 registers in eight rows; ${count(values, 'run is', 'runs are')} not zero`,
  opcode: 'Opcode',
  firstRegister: 'From register',
  length: 'Registers',
  value: 'Value',
  howMany: 'How many registers',
  moreRuns: (left: number) => `${count(left, 'more opcode', 'more opcodes')}`,
  mapTitle: 'Map',
  mapNote: (shown: number, all: number) =>
    shown === all
      ? `${count(all, 'member', 'members')}, their scores read as geohashes.`
      : `${n(shown)} of ${n(all)} members, evenly spread; their scores read as geohashes.`,
  mapLabel: (points: number, cells: number) =>
    `Map with ${count(points, 'point', 'points')} and ${count(cells, 'geohash cell', 'geohash cells')}`,
  circle: (radius: string, place: string) => `Last search: within ${radius} of ${place}.`,
  box: (width: string, height: string, place: string) =>
    `Last search: a box of ${width} by ${height} around ${place}.`,
  scanned: (cells: number) => `It scanned ${count(cells, 'geohash cell', 'geohash cells')}.`,
  mapLoading: 'The map is loading',
  mapFailed: 'The map could not be loaded. The table below has the same places.',
  mapSource: 'Coastlines: Natural Earth',
  longitude: 'Longitude',
  latitude: 'Latitude',
  geohash: 'Geohash',
};

export type DrawingMessages = typeof drawingsEn;
