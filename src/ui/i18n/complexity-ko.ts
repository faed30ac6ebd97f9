/**
 * What a command costs, in Korean: by the engine's English, where that says more than `O(N)`. A test
 * asks for every text of the engine's table.
 */
export const complexityKo: Readonly<Record<string, string>> = {
  'Depends on commands in the transaction': '트랜잭션의 명령에 따라 다름',
  'Depends on how much memory is allocated': '할당된 메모리에 따라 다름',
  'Depends on subcommand.': '하위 명령에 따라 다름',
  'Depends on the function that is executed.': '실행하는 함수에 따라 다름',
  'Depends on the script that is executed.': '실행하는 스크립트에 따라 다름',
  'O(1) (considering compilation time is redundant)': 'O(1), 컴파일하는 시간은 빼고',
  'O(1) for each ID.': 'ID 하나에 O(1)',
  'O(1) for each element pushed.': '넣는 요소 하나에 O(1)',
  'O(1) for each element': '요소 하나에 O(1)',
  'O(1) for each entry, whatever the length of the stream.':
    '스트림의 길이와 상관없이 항목 하나에 O(1)',
  'O(1) for each field set.': '쓰는 필드 하나에 O(1)',
  'O(1) for each key, and what DUMP, the network and RESTORE cost.':
    '키 하나에 O(1), 거기에 DUMP와 네트워크와 RESTORE의 비용',
  'O(1) for each member added.': '더하는 멤버 하나에 O(1)',
  'O(1) for each member': '멤버 하나에 O(1)',
  'O(1) for each operation': '연산 하나에 O(1)',
  'O(1) for every call, O(N) for a complete walk.': '호출 한 번에 O(1), 끝까지 훑으면 O(N)',
  'O(1) for every key.': '키 하나에 O(1)',
  'O(1) for the new entry, O(N) for N entries that are trimmed.':
    '새 항목에 O(1), 잘라 내는 항목이 N개면 O(N)',
  'O(1) if COUNT is small.': 'COUNT가 작으면 O(1)',
  'O(1) to find the key, O(N) to serialise its N elements.':
    '키를 찾는 데 O(1), 요소 N개를 직렬화하는 데 O(N)',
  'O(1), O(N) in the number of keys where there are several': 'O(1), 키가 여럿이면 그 수만큼 O(N)',
  'O(1), with a count O(N) where N is the absolute value of the count.':
    'O(1), 개수를 주면 그 절댓값이 N일 때 O(N)',
  'O(1), with a count O(N) where N is the count.': 'O(1), 개수를 주면 그 수가 N일 때 O(N)',
  'O(N) Where N is the number of paused clients': 'O(N), N은 멈춰 둔 클라이언트의 수',
  'O(N) for N elements, O(N log N) for a sorted set.': '요소 N개에 O(N), 정렬 집합은 O(N log N)',
  'O(N) in the number of keys': 'O(N), N은 키의 수',
  'O(N) where N is the length of the list.': 'O(N), N은 리스트의 길이',
  'O(N) where N is the length of the list; O(1) at either end.':
    'O(N), N은 리스트의 길이. 양 끝에서는 O(1)',
  'O(N) where N is the number of client connections': 'O(N), N은 연결된 클라이언트의 수',
  'O(N) where N is the number of commands to look up': 'O(N), N은 찾아볼 명령의 수',
  'O(N) where N is the number of commands with latency information being retrieved.':
    'O(N), N은 지연 시간을 받아 오는 명령의 수',
  'O(N) where N is the number of elements removed.': 'O(N), N은 지우는 요소의 수',
  'O(N) where N is the number of elements returned': 'O(N), N은 돌려주는 요소의 수',
  'O(N) where N is the number of elements returned.': 'O(N), N은 돌려주는 요소의 수',
  'O(N) where N is the number of entries removed; whole nodes go at once.':
    'O(N), N은 지우는 항목의 수. 노드는 통째로 한 번에 지움',
  'O(N) where N is the number of entries returned': 'O(N), N은 돌려주는 항목의 수',
  'O(N) where N is the number of entries returned.': 'O(N), N은 돌려주는 항목의 수',
  'O(N) where N is the number of entries returned; O(1) for a count of one.':
    'O(N), N은 돌려주는 항목의 수. 하나면 O(1)',
  'O(N) where N is the number of fields being requested.': 'O(N), N은 읽는 필드의 수',
  'O(N) where N is the number of fields being set.': 'O(N), N은 쓰는 필드의 수',
  'O(N) where N is the number of fields given.': 'O(N), N은 주어진 필드의 수',
  'O(N) where N is the number of fields returned.': 'O(N), N은 돌려주는 필드의 수',
  'O(N) where N is the number of fields to be removed.': 'O(N), N은 지울 필드의 수',
  'O(N) where N is the number of functions deleted': 'O(N), N은 지우는 함수의 수',
  'O(N) where N is the number of functions on the payload': 'O(N), N은 담긴 함수의 수',
  'O(N) where N is the number of functions': 'O(N), N은 함수의 수',
  'O(N) where N is the number of its pending entries.': 'O(N), N은 그 소비자가 처리 중인 항목의 수',
  'O(N) where N is the number of keys in all databases': 'O(N), N은 모든 데이터베이스의 키의 수',
  'O(N) where N is the number of keys to check.': 'O(N), N은 확인할 키의 수',
  'O(N) where N is the number of keys to retrieve.': 'O(N), N은 읽을 키의 수',
  'O(N) where N is the number of keys to set.': 'O(N), N은 쓸 키의 수',
  'O(N) where N is the number of loaded modules.': 'O(N), N은 불러온 모듈의 수',
  'O(N) where N is the number of members of all given sets.':
    'O(N), N은 주어진 모든 집합의 멤버 수',
  'O(N) where N is the number of members to be removed.': 'O(N), N은 지울 멤버의 수',
  'O(N) where N is the number of members to look up.': 'O(N), N은 찾아볼 멤버의 수',
  'O(N) where N is the number of nodes, and of entries with FULL.':
    'O(N), N은 노드의 수, FULL이면 항목의 수까지',
  'O(N) where N is the number of pending entries.': 'O(N), N은 처리 중인 항목의 수',
  'O(N) where N is the number of provided keys.': 'O(N), N은 주어진 키의 수',
  'O(N) where N is the number of samples.': 'O(N), N은 표본의 수',
  'O(N) where N is the set cardinality.': 'O(N), N은 집합의 멤버 수',
  'O(N) where N is the size of the hash.': 'O(N), N은 해시의 크기',
  'O(N) where N is the total number of Redis commands': 'O(N), N은 Redis 명령 전체의 수',
  'O(N) where N is the way from the head to the pivot.': 'O(N), N은 머리에서 기준 요소까지의 거리',
  'O(N) where N is the way from the nearer end to the element.':
    'O(N), N은 가까운 끝에서 요소까지의 거리',
  'O(N) with N being the length in bytes of the script body.':
    'O(N), N은 스크립트 본문의 바이트 수',
  'O(N) with N being the number of scripts in cache': 'O(N), N은 캐시에 있는 스크립트의 수',
  'O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).':
    'O(N), N은 확인할 스크립트의 수. 하나면 O(1)',
  'O(N) with N the number of entries shown.': 'O(N), N은 보여 주는 항목의 수',
  'O(N) with N the number of rules.': 'O(N), N은 규칙의 수',
  'O(N), when N is the number of queued commands': 'O(N), N은 대기 중인 명령의 수',
  'O(N*M) where N is the size of the smallest set and M the number of sets.':
    'O(N*M), N은 가장 작은 집합의 크기, M은 집합의 수',
  'O(N+M) where N is the length of the list and M the number of elements removed.':
    'O(N+M), N은 리스트의 길이, M은 지우는 요소의 수',
  'O(N+M) where N is the number of keys and M the number of elements returned.':
    'O(N+M), N은 키의 수, M은 돌려주는 요소의 수',
  'O(N+log(M)) where N is the number of members in the cells around the area':
    'O(N+log(M)), N은 영역 둘레의 칸에 있는 멤버의 수',
  'O(N+log(M)) where N is the number of members in the cells around the circle':
    'O(N+log(M)), N은 원 둘레의 칸에 있는 멤버의 수',
  'O(S+N) where S is the way from the nearer end to the start and N the size of the range.':
    'O(S+N), S는 가까운 끝에서 시작까지의 거리, N은 범위의 크기',
  'O(log N) where N is the number of pending entries.': 'O(log N), N은 처리 중인 항목의 수',
  'O(log(N)) for each member': '멤버 하나에 O(log(N))',
};
