/** The `redis_version` that each emulated version reports. */
export const REDIS_VERSIONS: Readonly<Record<number, string>> = {
  700: '7.0.15',
  702: '7.2.7',
  704: '7.4.2',
};
