/** The Learn room: the course map, or a lesson with a console and a clock of its own engine. */

import { useStore } from 'zustand';
import { bytesToUtf8Lossy, utf8ToBytes } from '../../base/bytes.ts';
import type { LabSetup } from '../../course/labs.ts';
import { quoteArgument } from '../../protocol/split-arguments.ts';
import { Console } from '../console/console.tsx';
import { EngineTimeContext } from '../kit/engine-time.tsx';
import { CourseMap } from '../learn/course-map.tsx';
import { LessonPage } from '../learn/lesson-page.tsx';
import { isTrack, outlineOf } from '../learn/lessons.ts';
import { useLearnTexts } from '../learn/messages.ts';
import { NoLesson } from '../learn/not-found.tsx';
import { ClockBar } from '../vitals/clock-bar.tsx';
import { EngineDown } from './banners.tsx';
import { LessonLabStage } from './lesson-lab.tsx';
import { type LessonServices, lessonServices, progressStore } from './lesson-services.ts';
import { usePhone } from './phone.ts';
import type { Services } from './services.ts';

interface LearnRoomProps {
  readonly services: Services;
  readonly lesson: string | null;
  readonly step: string | null;
}

export function LearnRoom({ services, lesson, step }: LearnRoomProps) {
  const onToast = services.toasts.getState().show;
  if (lesson === null || isTrack(lesson))
    return <CourseMap progress={progressStore} onToast={onToast} />;
  if (!outlineOf(lesson)) return <NoLesson path={lesson} />;
  return <LessonRoom own={lessonServices(lesson)} step={step} onToast={onToast} />;
}

interface LessonRoomProps {
  readonly own: LessonServices;
  readonly step: string | null;
  readonly onToast: (text: string) => void;
}

function LessonRoom({ own, step, onToast }: LessonRoomProps) {
  const m = useLearnTexts();
  const phone = usePhone();
  const insert = (value: string) => {
    const { prompt } = own.console;
    const { text } = prompt.getState();
    const gap = text === '' || text.endsWith(' ') ? '' : ' ';
    const next = `${text}${gap}${bytesToUtf8Lossy(quoteArgument(utf8ToBytes(value)))} `;
    prompt.edit(next, next.length);
    document.getElementById('prompt')?.focus();
  };
  const empty = (
    <div className="samples">
      <h2>{m.learn.consoleTitle}</h2>
      <p>{m.learn.consoleText}</p>
    </div>
  );
  return (
    <EngineTimeContext value={own.time}>
      <EngineDown engine={own.engine} />
      <LessonPage
        path={own.path}
        stepId={step}
        store={own.lesson}
        progress={progressStore}
        renderLab={(setup) => <LessonLab own={own} setup={setup} onToast={onToast} />}
        phone={phone}
        onToast={onToast}
        onInsert={insert}
        console={<Console store={own.console} onToast={onToast} empty={empty} />}
        clock={<LessonClock own={own} onToast={onToast} />}
      />
    </EngineTimeContext>
  );
}

interface LessonLabProps extends Pick<LessonRoomProps, 'own' | 'onToast'> {
  readonly setup: LabSetup;
}

function LessonLab({ own, setup, onToast }: LessonLabProps) {
  const { labBusy, step } = useStore(own.lesson);
  return (
    <LessonLabStage
      key={step}
      service={own.lab}
      setup={setup}
      busy={labBusy}
      onToast={onToast}
      onRun={(values) => void own.lesson.runLab(values).catch(() => undefined)}
    />
  );
}

function LessonClock({ own, onToast }: Pick<LessonRoomProps, 'own' | 'onToast'>) {
  const clock = useStore(own.vitals, (state) => state.vitals?.clock);
  if (!clock) return null;
  return (
    <div className="lesson-clock">
      <ClockBar store={own.vitals} clock={clock} compact={false} onToast={onToast} />
    </div>
  );
}
