/**
 * Korean particles after a word that is only known at run time: 은/는, 이/가, 을/를, 과/와, 으로/로.
 *
 * The choice depends on whether the word ends in a consonant. Hangul syllables say so by their code;
 * digits and Latin letters are read by their Korean names (3 삼, L 엘); anything else counts as a vowel.
 */
export type Particle = '은/는' | '이/가' | '을/를' | '과/와' | '으로/로';

/** Ends of digits 영 일 이 삼 사 오 육 칠 팔 구: with a consonant, and with ㄹ. */
const digitsClosed = '013678';
const digitsRieul = '178';
/** Latin letters whose Korean names end in a consonant: 엘 엠 엔 (and 알), of which 엘 and 알 in ㄹ. */
const lettersClosed = 'lmnr';
const lettersRieul = 'lr';

type Ending = 'vowel' | 'rieul' | 'consonant';

function endingOf(word: string): Ending {
  const last =
    word
      .replace(/[^\p{L}\p{N}]+$/u, '')
      .at(-1)
      ?.toLowerCase() ?? '';
  const code = last.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28;
    return final === 0 ? 'vowel' : final === 8 ? 'rieul' : 'consonant';
  }
  if (last !== '' && (digitsRieul + lettersRieul).includes(last)) return 'rieul';
  // English words are read as in Korean: RESET 리셋, MAP 맵, BLOCK 블록.
  if (/([aeiou][tp]|ck)$/i.test(word)) return 'consonant';
  return last !== '' && (digitsClosed + lettersClosed).includes(last) ? 'consonant' : 'vowel';
}

/** The word with its particle: `withParticle('키', '을/를')` is `키를`. */
export function withParticle(word: string, particle: Particle): string {
  const [afterConsonant, afterVowel] = particle.split('/') as [string, string];
  const ending = endingOf(word);
  const open = ending === 'vowel' || (ending === 'rieul' && particle === '으로/로');
  return word + (open ? afterVowel : afterConsonant);
}
