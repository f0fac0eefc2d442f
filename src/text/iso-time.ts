/**
 * A time of the years 0 to 9999 in ISO 8601, as `toISOString` gives it. For that V8 asks for the machine's time zone first,
 * which takes a start 2 ms.
 */
export function isoTime(time: Date): string {
  const day = [
    padded(time.getUTCFullYear(), 4),
    padded(time.getUTCMonth() + 1, 2),
    padded(time.getUTCDate(), 2),
  ];
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map((part) =>
    padded(part, 2),
  );
  return `${day.join('-')}T${clock.join(':')}.${padded(time.getUTCMilliseconds(), 3)}Z`;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
