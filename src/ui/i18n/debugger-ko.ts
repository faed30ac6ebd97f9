/** The texts of the Lua editor's debugger in Korean. */
import type { debuggerEn } from './debugger-en.ts';

/** By the debugger's own words. */
const reasons: Readonly<Record<string, string>> = {
  'step over': '한 단계 실행',
  'break point': '중단점',
  'redis.breakpoint() called': 'redis.breakpoint() 호출',
  'timeout reached, infinite loop?': '시간 초과, 무한 반복일 수 있음',
};

export const debuggerKo = {
  title: '디버거',
  debug: '디버그',
  step: '한 단계',
  continue: '계속',
  stop: '중지',
  keepChanges: '변경 유지',
  forked:
    '세션은 데이터의 복사본에서 실행됩니다. 다른 클라이언트는 그동안 계속 동작하고, 변경은 끝날 때 버려집니다.',
  sync: '세션은 실제 데이터에서 실행됩니다. 변경은 남고, 다른 클라이언트는 세션이 끝날 때까지 기다립니다.',
  running: '스크립트가 실행 중입니다.',
  stoppedAt: (line: number, reason: string) =>
    `${line}번째 줄에서 멈춤: ${reasons[reason] ?? reason}`,
  locals: '지역 변수',
  noLocals: '여기에는 지역 변수가 없습니다.',
  breakpoints: (lines: string) => `중단점: ${lines}`,
  noBreakpoints: '중단점이 없습니다. 여백을 클릭하거나 해당 줄에서 F9를 누르세요.',
  breakpoint: '중단점',
  currentLine: '다음에 실행될 줄',
  transcript: '디버거가 한 말',
  command: '디버거 명령',
  commandHint: '예: eval #KEYS, redis GET key',
  brokenOff: '스크립트가 끝나기 전에 세션이 종료되었습니다.',
} satisfies typeof debuggerEn;
