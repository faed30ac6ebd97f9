/** 실험실에서 고르는 것들의 이름. 수업에서도 같은 이름으로 부른다. */
import type { LabChoices } from './lab-choices-en.ts';

export const choicesKo: LabChoices = {
  strategies: {
    caching: {
      'cache-aside': {
        name: '캐시 어사이드',
        about: '미스가 나면 데이터베이스에 묻고 사본을 남깁니다. 쓰기는 사본을 지웁니다.',
      },
      'no-cache': { name: '캐시 없음', about: '모든 요청이 쿼리가 됩니다. 비교의 기준입니다.' },
      warming: {
        name: '예열한 캐시 어사이드',
        about: '첫 방문자가 오기 전에 가장 많이 찾는 100개 행을 미리 넣어 둡니다.',
      },
      'read-through': {
        name: '리드 스루',
        about: 'Redis 앞의 계층이 없는 값을 읽어 옵니다. 애플리케이션은 묻기만 합니다.',
      },
      'write-through': {
        name: '라이트 스루',
        about: '쓰기가 데이터베이스를 바꾼 다음 사본도 바꿉니다.',
      },
      'write-behind': {
        name: '라이트 비하인드, 큐는 Redis에',
        about: '캐시에 들어가면 쓰기가 끝난 것으로 칩니다. 데이터베이스에는 나중에 알립니다.',
      },
      'write-behind-memory': {
        name: '라이트 비하인드, 큐는 앱에',
        about: '같은 방식이지만 아직 쓰지 않은 것이 앱 서버의 메모리에 있습니다.',
      },
      'write-around': {
        name: '라이트 어라운드',
        about: '쓰기가 캐시를 건드리지 않습니다. 사본은 만료될 때까지 낡은 값입니다.',
      },
      'refresh-ahead': {
        name: '리프레시 어헤드',
        about: '찾는 사람이 많은 사본을 만료되기 전에 새로 고칩니다.',
      },
      'invalidate-keys': {
        name: 'KEYS로 무효화',
        about: '쓰기가 KEYS로 행의 모든 사본을 찾습니다. 그동안 모두가 기다립니다.',
      },
      'invalidate-scan': {
        name: 'SCAN으로 무효화',
        about: '같은 탐색을 잘게 나누어, 그 사이사이에 다른 요청이 처리됩니다.',
      },
      'invalidate-tags': {
        name: '태그로 무효화',
        about: '행마다 사본의 이름을 세트에 적어 두어, 쓰기가 찾아다니지 않습니다.',
      },
      'versioned-keys': {
        name: '버전이 붙은 키',
        about: '쓰기가 버전을 올리면 옛 이름들은 더 이상 쓰이지 않습니다.',
      },
      lease: {
        name: '리스가 있는 캐시 어사이드',
        about: '미스의 토큰을 가진 쪽만 캐시를 채울 수 있고, 쓰기는 그 토큰을 거둡니다.',
      },
    },
    stampede: {
      none: { name: '보호 없음', about: '미스가 난 요청은 모두 데이터베이스에 묻습니다.' },
      'lock-retry': {
        name: '락과 재시도',
        about: '흔히 쓰이는 SET NX 락. 나머지는 50 ms 뒤에 다시 묻습니다.',
      },
      'lock-token': {
        name: '토큰과 한도가 있는 락',
        about: '주인만 풀 수 있고, 아무도 끝없이 기다리지 않습니다.',
      },
      'single-flight': {
        name: '싱글 플라이트',
        about: '앱 서버마다 쿼리는 하나. 나머지는 그 답을 함께 기다립니다.',
      },
      'early-uniform': {
        name: '조기 만료, 고른 확률',
        about: '수명의 마지막 10분의 1에서 독자들이 고른 확률로 새로 고칩니다.',
      },
      xfetch: {
        name: 'XFetch',
        about: '재구성에 걸리는 시간을 아는 지수 확률로 미리 새로 고칩니다.',
      },
      'xfetch-single-flight': {
        name: '싱글 플라이트를 더한 XFetch',
        about: '같은 확률에 앱 서버마다 쿼리는 한 번에 하나. delta에 대기 시간이 섞이지 않습니다.',
      },
      'stale-while-revalidate': {
        name: '낡은 값 제공, 뒤에서 갱신',
        about: '한 독자가 새로 고치는 동안 옛 사본을 내줍니다.',
      },
      jitter: {
        name: '지터를 준 만료',
        about:
          '사본마다 수명이 조금씩 다릅니다. 많은 키에는 도움이 되지만 인기 키 하나에는 아닙니다.',
      },
    },
  },
  happenings: {
    nothing: '아무 일도 없음',
    'restart-cache': '캐시가 비워진 채 재시작',
    'cut-network': '5초 동안 캐시에 닿지 않음',
    'slow-database': '20초 동안 데이터베이스가 5배 느려짐',
    'expire-key': '가장 인기 있는 키가 삭제됨',
    'crash-app': '앱 서버 하나가 죽음',
    deploy: '배포로 앱 서버가 하나씩 교체됨',
  },
  traces: {
    loop: '되풀이',
    zipf: '인기 있는 키(지프)',
    shift: '인기 있는 키가 바뀜',
    scan: '인기 있는 키와 훑기',
    sessions: '캐시 옆의 세션',
    own: '내 접근 기록',
  },
};
