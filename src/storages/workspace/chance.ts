/**
 * Sixteen hex digits that no other run comes upon. They are no secret: `node:crypto`, whose loading is a twentieth of a run
 * with nothing to do, is for names that nobody may guess.
 */
export function digitsByChance(): string {
  return eightDigits() + eightDigits();
}

function eightDigits(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}
