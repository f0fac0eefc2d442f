/** Freezes plain data, deep, and returns it. */
export function freeze<T>(data: T): T {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data;
  for (const part of Object.values(data)) freeze(part);
  return Object.freeze(data);
}
