/**
 * Settings in and out of the lab: a link to copy, a file to keep, a file to open, and what a link
 * that brought us here had to say.
 */
import { FolderOpen, Link2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../../kit/button.tsx';
import { useLab } from './room.ts';
import {
  type Check,
  checkShared,
  FILE_BYTES_MAX,
  LINK_CHARACTERS_MAX,
  type ShareProblem,
  shareLink,
  unpackShared,
} from './share.ts';
import { useLabsTexts } from './texts.tsx';

export interface Opened<Settings> {
  /** Null while a link is being unpacked. */
  readonly settings: Settings | null;
  readonly fromLink: boolean;
  readonly problem: ShareProblem | null;
}

/** The settings that a lab opens with: the link's, or its own where there is none or it is broken. */
export function useShared<Settings>(
  shared: string | null,
  check: Check<Settings>,
  defaults: Settings,
): Opened<Settings> {
  const [opened, setOpened] = useState<Opened<Settings>>({
    settings: shared === null ? defaults : null,
    fromLink: false,
    problem: null,
  });
  useEffect(() => {
    if (shared === null) return;
    let current = true;
    void unpackShared(shared, check).then((found) => {
      if (!current) return;
      if (found.kind === 'settings') {
        setOpened({ settings: found.settings, fromLink: true, problem: null });
      } else setOpened({ settings: defaults, fromLink: false, problem: found.problem });
    });
    return () => {
      current = false;
    };
  }, [shared, check, defaults]);
  return opened;
}

/** What there is to say about the link that opened the lab: an alert when it was broken. */
export function SharedNote({ opened }: { readonly opened: Opened<unknown> }) {
  const m = useLabsTexts();
  if (opened.problem) {
    return (
      <p className="lab-note" data-tone="bad" role="alert">
        {problemText(m.share.link, opened.problem)}
      </p>
    );
  }
  return opened.fromLink ? <p className="faint">{m.share.opened}</p> : null;
}

type ProblemWords = ReturnType<typeof useLabsTexts>['share']['link' | 'file'];

/** What is wrong, what to do about it, and which settings the lab has instead. */
function problemText(words: ProblemWords, problem: ShareProblem): string {
  const { kind } = problem;
  const reason =
    kind === 'unknownField' || kind === 'badValue' ? words[kind](problem.field) : words[kind];
  return `${reason} ${words.instead}`;
}

interface ShareToolsProps<Settings> {
  readonly lab: string;
  readonly settings: Settings;
  readonly check: Check<Settings>;
  /** Settings from a file, checked. */
  readonly onOpen: (settings: Settings) => void;
}

/** "Copy link" with its confirmation; too long a link becomes a file; a file can be opened. */
export function ShareTools<Settings>(props: ShareToolsProps<Settings>) {
  const { lab, settings, check, onOpen } = props;
  const m = useLabsTexts();
  const { toast, save } = useLab();
  const picker = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<ShareProblem | null>(null);
  const saveFile = () => {
    const json = JSON.stringify(settings, null, 1);
    save(`stampede-${lab}.json`, new TextEncoder().encode(json));
  };
  const copy = async () => {
    const link = await shareLink(lab, settings);
    if (link.length > LINK_CHARACTERS_MAX) {
      saveFile();
      toast(m.share.tooLong(Math.ceil(link.length / 1024)));
      return;
    }
    try {
      await navigator.clipboard.writeText(link);
      toast(m.share.copied);
    } catch {
      // Replaced, not followed: following would open the lab anew.
      window.history.replaceState(null, '', link);
      toast(m.share.notCopied);
    }
  };
  const open = async (file: File | undefined) => {
    if (!file) return;
    const found =
      file.size > FILE_BYTES_MAX
        ? ({ kind: 'problem', problem: { kind: 'tooLarge' } } as const)
        : checkShared(new Uint8Array(await file.arrayBuffer()), check);
    setProblem(found.kind === 'problem' ? found.problem : null);
    if (found.kind === 'settings') onOpen(found.settings);
  };
  // A note about a file is about the settings that were there then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => setProblem(null), [settings]);
  return (
    <div className="share-tools">
      <Button kind="outlined" onClick={() => void copy()}>
        <Link2 size={14} aria-hidden />
        {m.share.copy}
      </Button>
      <Button onClick={saveFile}>{m.share.save}</Button>
      <IconButton
        label={m.share.open}
        icon={<FolderOpen size={16} aria-hidden />}
        onClick={() => picker.current?.click()}
      />
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => {
          void open(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {problem ? (
        <p className="lab-note" data-tone="bad" role="alert">
          {problemText(m.share.file, problem)}
        </p>
      ) : null}
    </div>
  );
}
