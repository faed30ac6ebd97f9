/** The interleaving explorer’s ready-made experiments by name: lessons tell their runs by them, too. */
export const presetNamesEn = {
  lostUpdate: 'GET, then SET',
  lostUpdate3: 'GET, then SET; three clients',
  incr: 'INCR instead',
  writeDelCold: 'Write, then DEL; cache empty',
  writeDelWarm: 'Write, then DEL; cache filled',
  delWriteWarm: 'DEL, then write; cache filled',
  delWriteCold: 'DEL, then write; cache empty',
  twoWriters: 'Two writers that SET',
  doubleDelWarm: 'DEL, write, DEL; cache filled',
  doubleDelCold: 'DEL, write, DEL; cache empty',
  twoReaders: 'Two readers and a writer',
  lease: 'Two readers with a lease',
  leaseOne: 'One reader with a lease',
  versionsOne: 'One reader with versions',
  lockBare: 'Release with DEL',
  lockToken: 'Release with compare and delete',
  transferBare: 'Transfers without a transaction',
  transferWatch: 'Transfers with WATCH, MULTI, EXEC',
  transferRetry: 'WATCH, MULTI, EXEC, trying again',
};

export type PresetNames = typeof presetNamesEn;
