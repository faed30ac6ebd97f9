/**
 * The lab of a lesson's step: every lab knows how to run a step's settings in the labs' worker, and
 * what to show of it. A lesson keeps names, values and figures; drawings and whole results stay here.
 */
import { Suspense, useMemo } from 'react';
import type { LabRecord, LabSetup, LabValues, LessonLab } from '../../course/labs.ts';
import { download } from '../data/download.ts';
import { LabContext } from '../labs/kit/room.ts';
import { LabsTexts } from '../labs/kit/texts.tsx';
import { labHost } from './lab.ts';
import { createLessonEvictionLab } from './lesson-eviction-lab.tsx';
import { createLessonInterleaveLab } from './lesson-interleave-lab.tsx';
import type { LessonLabKind, LessonStageProps } from './lesson-lab-kind.ts';
import { createLessonWorldLab } from './lesson-world-lab.tsx';
import { compileStrategy, StrategyEditor } from './strategy-editor.tsx';
import '../labs/labs.css';

export interface LessonLabService {
  readonly kinds: { readonly [L in LessonLab]: LessonLabKind };
  run(setup: LabSetup, changed: LabValues): Promise<LabRecord>;
}

/** Ids of the labs room count up from 1; a lesson's runs count down. */
let nextRunId = -1;

export function createLessonLab(): LessonLabService {
  const kinds = {
    caching: createLessonWorldLab('caching'),
    stampede: createLessonWorldLab('stampede'),
    eviction: createLessonEvictionLab(),
    interleave: createLessonInterleaveLab(),
  };
  return {
    kinds,
    run: (setup, changed) => kinds[setup.lab].run(nextRunId--, setup, changed),
  };
}

interface LessonLabStageProps extends LessonStageProps {
  readonly service: LessonLabService;
  readonly onToast: (text: string) => void;
}

export function LessonLabStage({ service, onToast, ...props }: LessonLabStageProps) {
  const own = useMemo(
    () => ({
      host: labHost,
      toast: onToast,
      save: download,
      compile: compileStrategy,
      Editor: StrategyEditor,
    }),
    [onToast],
  );
  const { Stage } = service.kinds[props.setup.lab];
  return (
    <LabContext value={own}>
      <LabsTexts waiting={null}>
        <Suspense fallback={null}>
          <div className="labs">
            <Stage {...props} />
          </div>
        </Suspense>
      </LabsTexts>
    </LabContext>
  );
}
