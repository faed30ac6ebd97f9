/** What a check found, as a sentence in the page's language. */

import { bytesToUtf8Lossy } from '../../base/bytes.ts';
import { policyFigures } from '../../course/eviction-lab.ts';
import type { Finding, Pattern, Range } from '../../course/goal.ts';
import type { LabValue } from '../../course/labs.ts';
import { formatCount, type Language } from '../i18n/numbers.ts';
import { formatDuration, formatShare } from '../kit/format.ts';
import type { LearnWords } from './messages.ts';

export function patternText(pattern: Pattern, m: LearnWords): string {
  const words = m.learn.patterns;
  switch (pattern.kind) {
    case 'read':
      if (pattern.outcome === null) return words.read(pattern.key);
      return pattern.outcome === 'hit' ? words.readHit(pattern.key) : words.readMissed(pattern.key);
    case 'write':
    case 'query':
    case 'update':
      return words[pattern.kind](pattern.key);
    case 'clock':
      return words.clock;
    case 'command':
      return [pattern.names.join('/'), ...pattern.args].join(' ');
  }
}

type PolicyFigure = (typeof policyFigures)[number];
const ofPolicy = new RegExp(`^(${policyFigures.join('|')})-(.+)$`);

/** A setting or a figure of a lab by its name in the page's language. */
export function labName(name: string, m: LearnWords): string {
  const names: Readonly<Record<string, string>> = m.learn.lab.names;
  const own = names[name];
  if (own !== undefined) return own;
  const [, figure, policy] = ofPolicy.exec(name) ?? [];
  return figure && policy ? m.learn.lab.ofPolicy[figure as PolicyFigure](policy) : name;
}

/** What the labs call a choice; nothing for settings that are not chosen by name. */
function choiceName(setting: string, value: LabValue, m: LearnWords): string | undefined {
  const { presets, choices } = m.learn.lab;
  const { strategies, happenings, traces } = choices;
  if (setting === 'strategy') {
    const all: Readonly<Record<string, { readonly name: string }>> = {
      ...strategies.caching,
      ...strategies.stampede,
    };
    return all[value]?.name;
  }
  const named: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    preset: presets,
    happening: happenings,
    trace: traces,
  };
  return named[setting]?.[value];
}

/** A value of a setting or a figure with its unit. */
export function labValueText(name: string, value: LabValue, m: LearnWords): string {
  const choice = choiceName(name, value, m);
  if (choice !== undefined) return choice;
  if (name === 'preset') return m.learn.lab.ownScripts;
  if (typeof value === 'string') return value.replaceAll('\n', '; ');
  if (Number.isNaN(value)) return '–';
  if (/^hit-|^(writeShare|fidelity)$/.test(name)) return formatShare(value);
  if (name === 'decayMinutes') return `${value} min`;
  if (/-ms$|Ms$/.test(name)) return formatMs(value);
  if (name === 'ttl' || /-?seconds$/.test(name)) return `${Number(value.toFixed(1))} s`;
  if (Number.isInteger(value)) return formatCount(value);
  return String(Number(value.toFixed(value < 1 ? 3 : 1)));
}

function rangeText({ min, max }: Range, m: LearnWords, show: (n: number) => string): string {
  const { atLeast, atMost, between } = m.learn.ranges;
  if (max === Number.MAX_VALUE) return atLeast(show(min));
  if (min === -Number.MAX_VALUE) return atMost(show(max));
  return min === max ? show(min) : between(show(min), show(max));
}

export const formatMs = (ms: number): string =>
  `${ms < 10 ? Number(ms.toFixed(1)) : formatCount(Math.round(ms))} ms`;

export function findingText(finding: Finding, m: LearnWords, language: Language): string {
  const words = m.learn.findings;
  const plain = (range: Range) => rangeText(range, m, String);
  switch (finding.kind) {
    case 'event-missing':
      return words['event-missing'](finding.seen, patternText(finding.next, m));
    case 'event-forbidden':
      return words['event-forbidden'](patternText(finding.pattern, m));
    case 'key-absent':
    case 'key-exists':
    case 'not-stale':
      return words[finding.kind](finding.key);
    case 'key-type':
      return words['key-type'](finding.key, finding.wanted, finding.found);
    case 'ttl-none':
      return words['ttl-none'](finding.key, plain(finding.wanted));
    case 'ttl-there':
      return words['ttl-there'](finding.key, finding.seconds);
    case 'ttl-outside':
      return words['ttl-outside'](finding.key, plain(finding.wanted), finding.seconds);
    case 'value':
      return words.value(finding.key, finding.wanted, bytesToUtf8Lossy(finding.found));
    case 'stale':
      return words.stale(finding.key, finding.row, bytesToUtf8Lossy(finding.found));
    case 'reply':
      return words.reply(finding.command, finding.found);
    case 'clock': {
      const [wanted, found] = [finding.wantedMs, finding.foundMs].map((ms) =>
        formatDuration(ms < 1000 ? ms : Math.floor(ms / 1000) * 1000, language),
      );
      return words.clock(wanted ?? '', found ?? '');
    }
    case 'lab-none':
      return words['lab-none'];
    case 'lab-range': {
      const show = (n: number) => labValueText(finding.name, n, m);
      const name = labName(finding.name, m);
      // No run has this figure: nothing has been measured that could be near or far.
      if (Number.isNaN(finding.found)) return words['lab-unmeasured'](name);
      return words['lab-range'](name, rangeText(finding.wanted, m, show), show(finding.found));
    }
    case 'lab-word':
      return words['lab-word'](
        labName(finding.name, m),
        finding.wanted.map((word) => labValueText(finding.name, word, m)).join(', '),
        finding.found === '' ? '–' : labValueText(finding.name, finding.found, m),
      );
  }
}
