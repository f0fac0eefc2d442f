/** Takes the time of a store from the Date of an answer: how many milliseconds its clock is ahead of ours. */
export function learnTime(known: { ahead: number }, date: unknown): void {
  const time = date instanceof Date || typeof date === 'string' ? new Date(date).getTime() : Number.NaN;
  if (!Number.isNaN(time)) known.ahead = time - Date.now();
}
