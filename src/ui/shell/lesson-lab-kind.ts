/** What every kind of lab is to a lesson. */
import type { ComponentType } from 'react';
import type { LabRecord, LabSetup, LabValues } from '../../course/labs.ts';

export interface LessonStageProps {
  readonly setup: LabSetup;
  readonly busy: boolean;
  /** Runs with what differs from where the step begins. */
  readonly onRun: (values: LabValues) => void;
}

/** A kind of lab as lessons use it. */
export interface LessonLabKind {
  run(runId: number, setup: LabSetup, changed: LabValues): Promise<LabRecord>;
  /** Controls and drawings; mounted anew for each step. */
  readonly Stage: ComponentType<LessonStageProps>;
}
