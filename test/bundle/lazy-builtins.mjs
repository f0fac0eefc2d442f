/** Modules of Node that a start can feel, and that many runs have no use for. */
const LAZY =
  /^node:(?:child_process|crypto|fs\/promises|https?|module|net|os|readline|stream|timers\/promises|tls|tty|url|vm|worker_threads|zlib)$/;

/**
 * Lets bundled CommonJS load these when a name of theirs is first used: Node compiles its own modules anew in every process.
 * Throws if the text takes one in a way that is not known here.
 */
export function loadWhenUsed(text) {
  const loaders = new Map();
  const loaderOf = new Map();
  const unloaded = text.replace(
    /\b(import_\w+) ?= ?(?:__toESM\w*\()?require\("(node:[\w/]+)"\)(?:, ?1)?\)?/g,
    (whole, variable, module) => {
      if (!LAZY.test(module)) return whole;
      const loader = `__load_${module.replace(/\W/g, '_')}`;
      loaders.set(module, loader);
      loaderOf.set(variable, loader);
      return `${variable}=0`;
    },
  );
  const lazy = unloaded.replace(
    /\b(import_\w+)(\.default)?(?:(?==0)|\b(.))/g,
    (whole, variable, isDefault, next) => {
      const loader = loaderOf.get(variable);
      if (loader === undefined || next === undefined) return whole;
      if (next === '.' || isDefault !== undefined) return `(${loader}())${next}`;
      // It is declared.
      if (next === ',' || next === ';') return whole;
      throw new Error(`a lazy module of Node is used as ${whole}`);
    },
  );
  const declared = [...loaders].map(
    ([module, loader]) => `let ${loader}_;const ${loader}=()=>${loader}_??=require("${module}");`,
  );
  const at = lazy.indexOf('\n') + 1;
  return lazy.slice(0, at) + declared.join('') + lazy.slice(at);
}
