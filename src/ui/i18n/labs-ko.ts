/** 실험실 방과 모든 실험이 함께 쓰는 한국어 문구. */

import type { LabsMessages } from './labs-en.ts';
import { formatCount as n } from './numbers.ts';

export const labsKo: LabsMessages = {
  title: '실험실',
  intro:
    '실제 엔진으로 하는 실험입니다. 화면의 모든 수치는 엔진이 실행한 명령에서 센 것이고, 모형으로 대신한 부분은 그렇다고 밝힙니다. 설정과 시드가 같으면 어느 컴퓨터에서나 결과가 같습니다.',
  list: '실험 목록',
  all: '모든 실험',
  loading: '실험을 불러오는 중',
  unknownTitle: '그런 실험은 없습니다',
  unknownText: (name) => `“${name}”이라는 실험이 없습니다. 다른 버전의 주소일 수 있습니다.`,
  toLabs: '실험 목록으로',
  index: {
    caching: {
      name: '캐싱 전략',
      sentence:
        '캐시 어사이드부터 리프레시 어헤드까지 부하를 걸어 봅니다. 무엇이 데이터베이스에 닿고, 답이 얼마나 낡았고, 무언가 죽으면 무엇을 잃는지.',
      time: '15분',
    },
    stampede: {
      name: '스탬피드',
      sentence:
        '수천 건의 요청 속에서 인기 키가 만료됩니다. 락, 싱글 플라이트, 조기 만료, XFetch를 견주어 봅니다.',
      time: '15분',
    },
    interleave: {
      name: '인터리빙 탐색기',
      sentence:
        '클라이언트 두셋의 단계가 섞일 수 있는 모든 순서를 돌려 보고, 잘못되는 순서를 찾아냅니다.',
      time: '10분',
    },
    eviction: {
      name: '키 축출',
      sentence:
        '메모리가 차면 어떤 키가 밀려날까요? Redis의 정책과 논문의 정책을 같은 접근 순서로 비교합니다.',
      time: '15분',
    },
  },
  run: {
    bar: '실행',
    start: '실행',
    again: '다시 실행',
    openInLab: '실험실에서 열기',
    pause: '일시 정지',
    resume: '계속',
    step: '한 단계',
    cancel: '취소',
    progress: (percent) => `${percent}% 진행`,
    cancelled: '취소했습니다. 화면은 그 전 실행의 결과입니다.',
    failed: (detail) => `실행하지 못했습니다: ${detail}`,
    stops: {
      endless: (line) =>
        `${line}번째 줄이 끝나지 않는 반복문 안에 있습니다. 요청마다 수천 단계를 거치고도 응답이 나오지 않았습니다.`,
      still: (line) =>
        `${line}번째 줄이 시간이 드는 일을 기다리지 않는 반복문 안에 있어 시계가 나아가지 못합니다.`,
      silent: '코드가 8초 동안 멈추지 않고 돌아 중단했습니다. 끝나지 않는 반복문이 있나요?',
    },
  },
  playback: {
    bar: '재생',
    begin: '처음으로',
    previous: '뒤로',
    play: '재생',
    pause: '일시 정지',
    next: '앞으로',
    end: '끝으로',
    position: '위치',
    at: (step, steps) => `${n(steps)} 중 ${n(step)}`,
    speed: '속도',
    times: (value) => `${value}배`,
  },
  seed: {
    label: '시드',
    another: '다른 시드',
  },
  chart: {
    asTable: '표',
    asChart: '그래프',
    export: '저장',
    csv: '데이터(CSV)',
    png: '그림(PNG)',
    pngFailed: '이 브라우저에서는 그림을 만들지 못했습니다.',
    lastValues: '마지막 값',
    cursor: (title) => `${title}: 읽을 위치`,
    sampled: (shown, all) =>
      `${n(all)}행 가운데 고른 간격으로 ${n(shown)}행입니다. CSV에는 모두 있습니다.`,
    noData: '실행하면 여기에 선이 그려집니다.',
  },
  runs: {
    title: '실행 기록',
    show: (name) => `${name} 표시`,
    remove: (name) => `${name} 지우기`,
    rename: (name) => `${name}의 이름`,
    clear: '모두 지우기',
    removed: (value) => `실행 ${n(value)}개를 지웠습니다.`,
    undo: '되돌리기',
  },
  share: {
    copy: '링크 복사',
    copied: '링크를 클립보드에 복사했습니다. 열면 지금 설정 그대로 시작합니다.',
    notCopied: '브라우저가 복사를 허용하지 않아 주소 표시줄에 링크를 넣었습니다.',
    tooLong: (kilobytes) =>
      `이 설정의 링크는 ${kilobytes} KB로, 많은 프로그램이 전달하지 못하는 길이입니다. 대신 파일로 저장했습니다.`,
    save: '설정을 파일로 저장',
    open: '설정 파일 열기',
    opened: '링크에 담긴 설정입니다.',
    link: {
      unreadable:
        '링크가 손상되었거나 잘렸습니다. 링크 전체를 복사했는지 확인하거나 새 링크를 받으세요.',
      tooLarge: '링크를 풀면 실험에 필요한 크기를 넘습니다. 설정을 파일로 받으세요.',
      unsupported: '이 브라우저는 실험 링크를 풀지 못합니다. 설정을 파일로 받으세요.',
      unknownField: (field) =>
        `링크에 이 실험이 모르는 “${field}” 항목이 있습니다. 더 새로운 버전의 링크일 수 있으니 페이지를 새로 고쳐 보세요.`,
      badValue: (field) =>
        `링크의 “${field}” 값은 쓸 수 없는 값입니다. 다른 버전의 링크이거나 손으로 고친 링크이니 새 링크를 받으세요.`,
      instead: '기본 설정으로 엽니다.',
    },
    file: {
      unreadable: '설정 파일이 아니거나 손상되었습니다. 실험에서 저장한 파일을 고르세요.',
      tooLarge: '설정 파일이라기에는 너무 큽니다. 실험에서 저장한 파일을 고르세요.',
      unsupported: '이 브라우저는 파일을 읽지 못합니다.',
      unknownField: (field) =>
        `파일에 이 실험이 모르는 “${field}” 항목이 있습니다. 다른 실험이나 더 새로운 버전의 파일일 수 있습니다.`,
      badValue: (field) =>
        `파일의 “${field}” 값은 쓸 수 없는 값입니다. 다른 실험의 파일이거나 손으로 고친 파일일 수 있습니다.`,
      instead: '지금 설정은 그대로입니다.',
    },
  },
};
