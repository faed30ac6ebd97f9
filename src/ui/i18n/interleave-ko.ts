/** 인터리빙 탐색기의 한국어 문구. */

import type { InterleaveFault, InterleaveMessages } from './interleave-en.ts';
import { formatCount as n } from './numbers.ts';
import { presetNamesKo } from './preset-names-ko.ts';

const faults: Readonly<Record<InterleaveFault, readonly [some: string, none: string]>> = {
  lost: ['갱신을 잃습니다', '갱신을 잃지 않습니다'],
  stale: ['캐시에 옛 값을 남깁니다', '캐시에 옛 값을 남기지 않습니다'],
  lock: ['남의 잠금을 지웁니다', '남의 잠금을 지우지 않습니다'],
  money: ['계좌의 합계를 바꿉니다', '계좌의 합계를 바꾸지 않습니다'],
  twice: ['이체 두 건을 모두 마치지 못합니다', '이체 두 건을 모두 마칩니다'],
  own: ['불변식을 깨뜨립니다', '불변식을 깨뜨리지 않습니다'],
};

export const interleaveKo: InterleaveMessages = {
  title: '인터리빙 탐색기',
  sentence: '클라이언트들의 단계가 섞일 수 있는 모든 순서를 실제 엔진에서 실행합니다.',
  stage: '스크립트, 순서, 재생',
  theme: '실험',
  themes: {
    counter: '카운터',
    cacheAside: '캐시 어사이드',
    lease: '리스와 버전',
    lock: '잠금',
    transfer: '트랜잭션',
  },
  variants: '변형',
  own: '직접 쓴 스크립트',
  ownAbout: '실험에서 고친 스크립트입니다. 링크에는 한 글자도 빠짐없이 담깁니다.',
  presetNames: presetNamesKo,
  presets: {
    lostUpdate: {
      about:
        '두 클라이언트가 각각 1을 더합니다. 읽고, 더하고, 씁니다. 나중에 쓰는 쪽은 상대가 쓰기 전에 읽은 값을 씁니다.',
    },
    lostUpdate3: {
      about: '클라이언트가 늘수록 더 나빠집니다. 전혀 겹치지 않은 순서만 3까지 셉니다.',
    },
    incr: {
      about:
        '읽기, 더하기, 쓰기가 명령 하나에서 일어나므로 사이에 끼어들 틈이 없습니다. 둘째 단계는 값을 보여 줄 뿐입니다.',
    },
    writeDelCold: {
      about:
        'A는 캐시를 거쳐 읽고, B는 행을 바꾼 뒤 캐시의 사본을 지웁니다. 순서 하나가 남습니다. A가 바뀌기 전의 행을 읽고 DEL 다음에 저장하는 경우입니다.',
    },
    writeDelWarm: {
      about: '캐시에 옛 값이 있으면 A는 DEL 뒤에야 미스를 만나고, 그때는 행이 이미 새 값입니다.',
    },
    delWriteWarm: {
      about: '거꾸로 하면 DEL과 쓰기 사이에 틈이 생기고, 그사이에 A가 옛 행을 가져옵니다.',
    },
    delWriteCold: {
      about: '캐시가 비었으면 DEL은 지울 것이 없고, 쓰기 전까지의 모든 시간이 틈이 됩니다.',
    },
    twoWriters: {
      about:
        '둘 다 행을 쓰고 캐시를 씁니다. 두 쌍이 엇갈리면 캐시와 데이터베이스의 값이 달라집니다.',
    },
    doubleDelWarm: {
      about: '두 번 지우면 틈이 작아집니다. 없어지지는 않습니다.',
    },
    doubleDelCold: {
      about: '빈 캐시에서 같은 실험입니다. (둘째 DEL을 늦추면 틈이 옮겨 갈 뿐 남아 있습니다.)',
    },
    twoReaders: {
      about: '읽는 쪽이 늘면 그중 하나가 DEL 뒤에 옛 행을 저장하는 순서도 늘어납니다.',
    },
    lease: {
      about:
        '미스가 나면 읽는 쪽 하나가 토큰을 받습니다. 토큰이 남아 있을 때만 저장할 수 있고, 쓰는 쪽은 값과 함께 토큰도 지웁니다. 두 검사는 Lua라서 각각 한 단계입니다.',
    },
    leaseOne: {
      about:
        '미스를 만난 읽기가 토큰을 남깁니다. 토큰이 남아 있을 때만 저장할 수 있고, 쓰는 쪽은 값과 함께 토큰도 지웁니다.',
    },
    versionsOne: {
      about:
        '사본의 이름에 버전이 들어 있고, 쓰는 쪽은 버전을 올립니다. 늦은 읽기는 아무도 더는 읽지 않는 이름에 저장합니다. 대신 읽을 때마다 한 번 더 다녀옵니다.',
    },
    lockBare: {
      about:
        'A의 잠금은 10초 뒤 만료되는데 일은 11초가 걸립니다. 그사이 B가 잠그고, 일을 마친 A가 지운 것은 B의 잠금입니다.',
    },
    lockToken: {
      about:
        '잠근 쪽은 자기 토큰을 저장하고, 토큰이 그대로일 때만 지웁니다. A의 잠금은 여전히 일찍 만료되지만 남의 잠금은 건드리지 않습니다.',
    },
    transferBare: {
      about: 'a에서 b로 10씩 두 번 옮깁니다. 빼기 하나를 잃으면 없던 돈이 생깁니다.',
    },
    transferWatch: {
      about:
        'WATCH 뒤에 a가 바뀌었으면 EXEC는 아무것도 하지 않으므로 돈이 생기는 순서가 없습니다. 진 쪽의 이체는 이루어지지 않을 뿐입니다.',
    },
    transferRetry: {
      about: '진 쪽이 처음부터 다시 합니다. 이제 어떤 순서에서도 이체 두 건이 모두 이루어집니다.',
    },
  },
  granularity:
    '한 줄이 한 단계이고 한 번에 일어납니다. Redis나 데이터베이스를 한 번 다녀오는 일입니다. 한 클라이언트의 두 단계 사이에는 다른 클라이언트의 단계가 끼어들 수 있습니다. 조건 때문에 건너뛴 단계도 자리를 차지하므로, 한 실험의 변형들은 순서의 수가 같습니다.',
  before: '매번 시작하기 전에',
  client: (name) => `클라이언트 ${name}`,
  invariant: '끝나면 성립해야 하는 것',
  addClient: '클라이언트 C 더하기',
  removeClient: '클라이언트 C 빼기',
  lines: (name) => `${name}, 한 줄에 한 단계`,
  problemsTitle: '아직 실행할 수 없습니다',
  place: {
    setup: '시작 전',
    invariant: '불변식',
    client: (name, line) => `클라이언트 ${name} ${line}행`,
    line: (place, line) => `${place} ${line}행`,
  },
  problems: {
    noSteps: () => '실행할 것이 없습니다. 클라이언트에 단계를 하나라도 쓰세요.',
    noInvariant: () =>
      '모든 클라이언트가 끝났을 때 성립해야 하는 것을 쓰세요. “n == 2”는 키 n의 값을, “item == db.item”은 키와 행이 같은지를, “A.x is not nil”은 클라이언트 A의 변수를 봅니다.',
    tooManySteps: (detail) =>
      `단계가 ${detail}개를 넘습니다. 단계마다 순서의 수가 곱절로 늘어나니 줄이세요.`,
    tooLong: () => '줄이 너무 깁니다. 여러 단계로 나누세요.',
    quotes: () => '따옴표를 닫지 않았거나 닫는 따옴표 뒤에 글자가 붙었습니다. 닫거나 띄어 쓰세요.',
    brace: () => '{를 닫지 않았습니다. {식}처럼 쓰거나 따옴표로 감싸세요.',
    unknownCommand: (detail) =>
      `“${detail}” 명령은 없습니다. Redis 명령이나 DB.GET, DB.SET, wait를 쓰세요.`,
    refusedCommand: (detail) =>
      `${detail} 명령은 기다리거나, 듣거나, 다음 순서까지 서버를 바꾸므로 여기서 쓸 수 없습니다. 데이터를 다루는 명령을 쓰세요.`,
    rowForm: () => '“x = DB.GET 행”이나 “DB.SET 행 값”처럼 쓰세요.',
    waitForm: () => '“wait 11 s”나 “wait 200 ms”처럼 쓰세요. 한 시간까지 됩니다.',
    guardForm: () => '“if 조건: 단계”나 “unless 조건: 단계”처럼, 쌍점 뒤를 띄어 쓰세요.',
    retryForm: () => '결과를 정하는 단계 다음에 “retry if 조건”을 한 번만 쓰세요.',
    variableName: (detail) => `“${detail}”은 변수 이름으로 쓸 수 없습니다. 다른 이름을 쓰세요.`,
    unknownVariable: (detail) =>
      `변수 ${detail}에 값을 넣는 단계가 없습니다. “${detail} = …”으로 값을 넣거나, 글자라면 '${detail}'처럼 따옴표로 감싸세요.`,
    unknownClient: (detail) =>
      `클라이언트 ${detail}은 없습니다. 변수는 A.x, B.x, C.x, 행은 db.이름, 점이 든 키는 key("…")로 씁니다.`,
    noReply: (detail) =>
      `“${detail}”에 응답이 없습니다. 무언가를 기다리거나 끝나지 않는 스크립트입니다.`,
    expression: (detail) =>
      detail === ''
        ? '식이 덜 끝났습니다. 이어서 쓰거나 마지막 기호를 지우세요.'
        : `“${detail}”에서 식을 읽을 수 없습니다. 같음은 ==이고, 쓸 수 있는 낱말은 and, or, not, is입니다.`,
  },
  seedNote: '시드가 표본을 정합니다.',
  verdict: (fault, bad, of) =>
    bad === 0
      ? `순서 ${n(of)}가지 모두 ${faults[fault][1]}.`
      : `순서 ${n(of)}가지 가운데 ${n(bad)}가지가 ${faults[fault][0]}.`,
  ratio: (bad, of) => `${n(of)} 중 ${n(bad)}`,
  sample: (schedules, total) =>
    total === null
      ? `순서가 너무 많아 시드로 뽑은 ${n(schedules)}가지만 실행했습니다.`
      : `표본입니다. 순서 ${n(total)}가지에서 시드로 고르게 뽑은 ${n(schedules)}가지입니다.`,
  executed: (commands, ms) =>
    `엔진이 명령 ${n(commands)}개를 ${n(Math.round(ms))}밀리초에 실행했습니다.`,
  changed: '이 실행 뒤에 스크립트가 바뀌었습니다.',
  setupFailed: '순서마다 시작 전에 오류가 났습니다. 모든 순서가 그 명령의 효과 없이 시작합니다.',
  outcomes: '끝날 수 있는 모습',
  outcome: '끝난 모습',
  ordersColumn: '순서',
  share: '비율',
  holds: '성립',
  broken: '깨짐',
  unclear: (detail) => `판정할 수 없음: ${detail}`,
  nothing: '키도 행도 없음',
  nil: 'nil(없음)',
  row: (name) => `db.${name}`,
  replayOf: (schedule) => `순서 ${schedule.split('').join(' ')} 다시 보기`,
  moreOrders: (more) => `${n(more)}가지 더`,
  fewerOrders: '줄이기',
  replay: '다시 보기',
  order: (index, of) => `이렇게 끝나는 ${n(of)}가지 중 ${n(index)}번째 순서`,
  orderShown: (index, shown, of) =>
    `이렇게 끝나는 ${n(of)}가지에서 남겨 둔 ${n(shown)}가지 중 ${n(index)}번째 순서`,
  previousOrder: '앞 순서',
  nextOrder: '다음 순서',
  step: '단계',
  action: '클라이언트',
  keysAfter: '그 뒤의 키와 행',
  start: '시작',
  skipped: '조건 때문에 건너뜀',
  timePasses: '시간이 흐름',
  triesAgain: '처음부터 다시',
  expires: (time) => `${time} 뒤 만료`,
  stepOf: (step, steps) => `${n(steps)} 중 ${n(step)}단계`,
  replayFailed: '지금 스크립트로는 이 순서를 다시 볼 수 없습니다. 다시 실행하세요.',
  notes: {
    title: '스크립트 쓰는 법',
    rows: [
      ['x = GET n', 'Redis 명령입니다. x에 응답이 들어갑니다. “x =”은 빼도 됩니다.'],
      ['SET n {x + 1}', '따옴표 밖의 중괄호는 그 안의 식의 값으로 바뀝니다.'],
      [
        'row = DB.GET item',
        '데이터베이스의 행을 읽습니다. 데이터베이스는 모형입니다. 이름과 값의 표이고 지연은 없습니다.',
      ],
      ['DB.SET item new', '행을 씁니다.'],
      ['if c is nil: SET item {row}', '조건이 맞을 때만 합니다. unless는 그 반대입니다.'],
      ['WATCH, MULTI, EXEC', 'Redis와 같습니다. 지켜보던 키가 바뀌었으면 EXEC의 응답은 nil입니다.'],
      [
        'retry if done is nil',
        '바로 위 단계 다음에 스크립트를 처음부터 다시 합니다. 세 번까지이고, 따로 한 단계로 치지 않습니다.',
      ],
      [
        'EVAL "return …" 1 key arg',
        'Lua입니다. 언제나처럼 원자적입니다. 따옴표 안은 바뀌지 않습니다.',
      ],
      ['wait 11 s', '모두에게 엔진의 시계가 흘러갑니다.'],
      ['# note', '실행하지 않는 메모입니다.'],
    ],
    expressions:
      '식에는 + - * / %, == != < <= > >=, and, or, not, is nil, is error, 숫자, \'글자\', 괄호를 씁니다. “x or 0”은 nil일 때 0이 됩니다. 스크립트의 이름은 그 클라이언트의 변수입니다. 불변식에서 이름만 쓰면 키, db.이름은 행, A.x는 클라이언트 A의 변수이고, key("a.b")와 row("a.b")에는 어떤 이름이든 쓸 수 있습니다.',
  },
};
