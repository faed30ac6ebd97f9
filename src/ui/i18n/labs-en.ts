/** The texts of the labs room and of what its labs share, in English; the shape the others must have. */
import { count, formatCount } from './numbers.ts';

export const labsEn = {
  title: 'Labs',
  intro:
    'Experiments with the real engine. Everything on screen is counted from commands that it ran; what is modelled says so. The same settings and seed give the same run on every machine.',
  list: 'Labs',
  all: 'All labs',
  loading: 'Loading the lab',
  unknownTitle: 'There is no such lab',
  unknownText: (name: string) =>
    `No lab is called “${name}”. The address may be from another version.`,
  toLabs: 'To the list of labs',
  /** One entry per lab: a lab's row in `ui/labs/labs.ts` names its entry here. */
  index: {
    caching: {
      name: 'Caching strategies',
      sentence:
        'Cache-aside to refresh-ahead under load: what reaches the database, how old the answers are, and what is lost when something dies.',
      time: '15 min',
    },
    stampede: {
      name: 'Stampede',
      sentence:
        'A hot key expires under thousands of requests: locks, single flight, early expiration and XFetch against each other.',
      time: '15 min',
    },
    interleave: {
      name: 'Interleaving explorer',
      sentence:
        'Two or three clients, every order in which their steps can happen, and the orders that go wrong.',
      time: '10 min',
    },
    eviction: {
      name: 'Eviction',
      sentence:
        'Which keys go when memory is full: Redis’s policies beside those of the research papers, on the same accesses.',
      time: '15 min',
    },
  },
  run: {
    bar: 'The run',
    start: 'Run',
    again: 'Run again',
    openInLab: 'Open in the lab',
    pause: 'Pause',
    resume: 'Go on',
    step: 'One step',
    cancel: 'Cancel',
    progress: (percent: number) => `${percent}% done`,
    cancelled: 'Cancelled. What is shown is from the run before.',
    failed: (detail: string) => `The run failed: ${detail}`,
    stops: {
      endless: (line: number) =>
        `line ${line} is in a loop without an end: request after request took thousands of steps and was never answered.`,
      still: (line: number) =>
        `line ${line} is in a loop that waits for nothing that takes time, so the clock cannot go on.`,
      silent:
        'the code did not give way for 8 seconds and was stopped. Is there a loop without an end?',
    },
  },
  playback: {
    bar: 'Playback',
    begin: 'To the beginning',
    previous: 'Back',
    play: 'Play',
    pause: 'Pause',
    next: 'Forward',
    end: 'To the end',
    position: 'Position',
    at: (step: number, steps: number) => `${formatCount(step)} of ${formatCount(steps)}`,
    speed: 'Speed',
    times: (n: number) => `${n}×`,
  },
  seed: {
    label: 'Seed',
    another: 'Another seed',
  },
  chart: {
    asTable: 'Table',
    asChart: 'Chart',
    export: 'Save',
    csv: 'Data as CSV',
    png: 'Picture as PNG',
    pngFailed: 'This browser could not draw the picture.',
    lastValues: 'last values',
    cursor: (title: string) => `${title}: position read out`,
    sampled: (shown: number, all: number) =>
      `${formatCount(shown)} of ${count(all, 'row', 'rows')}, evenly spaced; the CSV has all.`,
    noData: 'Run it to see the lines here.',
  },
  runs: {
    title: 'Runs',
    show: (name: string) => `Show ${name}`,
    remove: (name: string) => `Remove ${name}`,
    rename: (name: string) => `Name of ${name}`,
    clear: 'Remove all',
    removed: (n: number) => `${count(n, 'run', 'runs')} removed.`,
    undo: 'Undo',
  },
  share: {
    copy: 'Copy link',
    copied: 'The link is in the clipboard. It opens the lab with these settings.',
    notCopied: 'The browser did not allow copying. The address bar now has the link.',
    tooLong: (kilobytes: number) =>
      `These settings make a link of ${kilobytes} KB, more than many programs pass on. They were saved as a file instead.`,
    save: 'Settings as a file',
    open: 'Open a settings file',
    opened: 'These settings come from a link.',
    /** What is wrong with a link or a file, and what to do about it. */
    link: {
      unreadable: 'The link is damaged or cut short. Copy the whole of it, or ask for a new one.',
      tooLarge: 'The link unpacks to more than a lab can need. Ask for the settings as a file.',
      unsupported: 'This browser cannot unpack links of labs. Ask for the settings as a file.',
      unknownField: (field: string) =>
        `The link sets “${field}”, which this lab does not know. It may be from a later version: reload the page to get the newest.`,
      badValue: (field: string) =>
        `The link has an impossible value for “${field}”. It is from another version or was changed by hand: ask for a new one.`,
      instead: 'The lab opens with its usual settings.',
    },
    file: {
      unreadable: 'This is no file of settings, or it is damaged. Choose one that a lab has saved.',
      tooLarge: 'The file is larger than settings can be. Choose one that a lab has saved.',
      unsupported: 'This browser cannot read the file.',
      unknownField: (field: string) =>
        `The file sets “${field}”, which this lab does not know. It may belong to another lab, or to a later version.`,
      badValue: (field: string) =>
        `The file has an impossible value for “${field}”. It may belong to another lab, or have been changed by hand.`,
      instead: 'The settings here stay as they are.',
    },
  },
};

export type LabsMessages = typeof labsEn;
