/** What of Redis's own test suite is not run here, each with its reason. */

/** @type {Readonly<Record<string, string>>} */
export const skippedUnits = {
  'unit/type/list-common': 'holds values for other units',
  'unit/cluster': 'there is no cluster',
  'unit/cluster-scripting': 'there is no cluster',
  'unit/tls': 'there is no TLS',
  'unit/oom-score-adj': "a matter of Linux's, which Node cannot set",
  'unit/printver': 'prints a version',
  'unit/violations': 'needs values of 4 GB',
};

/** By reason. @type {Readonly<Record<string, readonly string[]>>} */
export const skippedTests = {};
