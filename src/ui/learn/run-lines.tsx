/** Lines of a lesson that run with a click: commands in the lesson's console, and moves of its world. */

import { ChevronsRight, Database, FlaskConical, Play } from 'lucide-react';
import type { LabRecord } from '../../course/labs.ts';
import type { Action } from '../../course/lesson.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import type { Language } from '../i18n/numbers.ts';
import { formatDuration } from '../kit/format.ts';
import { labName, labValueText } from './findings.ts';
import { type ActionReply, actionKey } from './lesson-store.ts';
import { type LearnTexts, useLearnTexts } from './messages.ts';

/** Settings whose values say what they are. */
const unnamed: ReadonlySet<string> = new Set(['strategy', 'preset', 'happening', 'trace']);

export function actionText(action: Action, m: LearnTexts, language: Language): string {
  const { act } = m.learn;
  switch (action.kind) {
    case 'command':
      return action.line;
    case 'clock':
      return action.byMs === null
        ? act.nextExpiry
        : act.clock(formatDuration(action.byMs, language));
    case 'query':
    case 'update':
      return act[action.kind](action.row);
    case 'lab': {
      const parts = Object.entries(action.values).map(([name, value]) =>
        unnamed.has(name)
          ? labValueText(name, value, m)
          : `${labName(name, m)} ${labValueText(name, value, m)}`,
      );
      // Names may have commas.
      return act.lab(parts.join(' · '));
    }
  }
}

const icons = {
  command: Play,
  clock: ChevronsRight,
  query: Database,
  update: Database,
  lab: FlaskConical,
} as const;

export function ActionIcon({ kind }: { readonly kind: Action['kind'] }) {
  const Icon = icons[kind];
  return <Icon size={14} aria-hidden />;
}

/** Redis's own policies before the textbooks': they are what settings change. */
const redisFirst = (figures: LabRecord['figures']): string[] =>
  Object.keys(figures).sort((a, b) => Number(/^hit-\w+-l/.test(b)) - Number(/^hit-\w+-l/.test(a)));

/** The figures that answer a line; of policies those that come first. */
const tells: { readonly [L in LabRecord['lab']]: (figures: LabRecord['figures']) => string[] } = {
  caching: () => ['hit-ratio', 'mean-ms'],
  stampede: () => ['queries-per-rebuild', 'p99-ms'],
  eviction: (figures) => redisFirst(figures).slice(0, 3),
  interleave: (figures) => ['bad', 'schedules', 'watched-bad'].filter((name) => name in figures),
};

/** Short, since the whole answer is in the console or the lab; a phone shows one of them at a time. */
function replyText(reply: ActionReply, m: LearnTexts): string {
  if (typeof reply === 'string') return reply;
  return tells[reply.lab](reply.figures)
    .map((name) => `${labName(name, m)} ${labValueText(name, reply.figures[name] ?? 0, m)}`)
    .join(', ');
}

interface RunLinesProps {
  readonly actions: readonly Action[];
  readonly replies: Readonly<Record<string, ActionReply>>;
  readonly onAct: (action: Action) => void;
}

export function RunLines({ actions, replies, onAct }: RunLinesProps) {
  const m = useLearnTexts();
  const language = useLanguage();
  return (
    <ul className="run-lines">
      {actions.map((action, index) => {
        const text = actionText(action, m, language);
        const isCommand = action.kind === 'command';
        const reply = replies[actionKey(action)];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are fixed
          <li key={index}>
            <button
              type="button"
              className="run-line"
              aria-label={isCommand ? m.learn.act.run(text) : text}
              onClick={() => onAct(action)}
            >
              <ActionIcon kind={action.kind} />
              <span className={isCommand ? 'data' : undefined}>{text}</span>
            </button>
            {reply === undefined ? null : (
              <output className="run-reply data">{replyText(reply, m)}</output>
            )}
          </li>
        );
      })}
    </ul>
  );
}
