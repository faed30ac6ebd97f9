/** The texts of the Lua editor's debugger in English; the shape the others must have. */

export const debuggerEn = {
  title: 'Debugger',
  debug: 'Debug',
  step: 'Step',
  continue: 'Continue',
  stop: 'Stop',
  keepChanges: 'Keep changes',
  forked:
    'The session has its own copy of the data: others go on meanwhile, and its changes are dropped at the end.',
  sync: 'The session works on the data itself: its changes stay, and all other clients wait until it ends.',
  running: 'The script is running.',
  stoppedAt: (line: number, reason: string) => `Stopped at line ${line}: ${reason}`,
  locals: 'Local variables',
  noLocals: 'No local variables here.',
  breakpoints: (lines: string) => `Breakpoints: ${lines}`,
  noBreakpoints: 'No breakpoints: click the margin, or press F9 at a line.',
  breakpoint: 'Breakpoint',
  currentLine: 'The line about to run',
  transcript: 'What the debugger says',
  command: 'Debugger command',
  commandHint: 'e.g. eval #KEYS, redis GET key',
  brokenOff: 'The session was ended before the script was.',
};
