/** Calls that take the URL of a script, and what stands before the bracket of each. */
const CALL =
  /(?:\??\.\s*)?(?<![\w$])(?:new\s+(?:(?:window|self|globalThis)\s*\.\s*)?((?:Shared)?Worker)|(importScripts)|(serviceWorker\s*\??\.\s*register)|(addModule))\s*(?=\()/g;

/**
 * Writes `import` over the names of calls that take the URL of a script, so that a lexer of imports finds them where they
 * are code, and reads their first argument. Every offset stays. `calls` tells by the offset of each such `import` what it
 * was: `new Worker()`.
 */
export function maskCalls(text: string): {
  readonly masked: string;
  readonly calls: ReadonlyMap<number, string>;
} {
  const calls = new Map<number, string>();
  const masked = text.replace(CALL, (whole, worker, scripts, register, _module, at: number) => {
    const form = worker
      ? `new ${worker}()`
      : scripts
        ? 'importScripts()'
        : register
          ? 'serviceWorker.register()'
          : 'addModule()';
    calls.set(at + whole.length - IMPORT.length, form);
    // A member would be no import, so a comma stands in for the dot.
    const lead = /^\??\./.exec(whole)?.[0].length ?? 0;
    return `${','.repeat(lead)}${' '.repeat(whole.length - lead - IMPORT.length)}${IMPORT}`;
  });
  return { masked, calls };
}

const IMPORT = 'import';
