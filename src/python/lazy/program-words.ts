import { baseName, isNode, type Node } from './nodes.ts';

/** Names by which code looks at namespaces or frames. */
export const REFLECTION: ReadonlySet<string> = new Set(
  'globals locals vars exec eval execfile include _getframe currentframe'.split(' '),
);
/** Given the module's own name, they give the module itself. */
export const IMPORTERS: ReadonlySet<string> = new Set(['import_module', '__import__']);
/** Names of what changes the environment, the working directory or `sys.path`. */
export const EFFECTS: ReadonlySet<string> = new Set(
  'putenv unsetenv chdir load_dotenv read_env read_envfile addsitedir'.split(' '),
);
/** What of `os` and `sys` belongs to the whole program. */
const PROGRAM_STATE: ReadonlySet<string> = new Set(['environ', 'path', 'modules', 'meta_path', 'path_hooks']);

/** `sys.modules`, whatever is done with it, leads to namespaces. */
export function looksAtModules(node: Node): boolean {
  return node.nodeType === 'Attribute' && node.attr === 'modules' && baseName(node) === 'sys';
}

/** True for `os.environ`, `environ`, `sys.path`. */
export function isProgramState(node: unknown): boolean {
  if (!isNode(node)) return false;
  if (node.nodeType === 'Name') return node.id === 'environ';
  if (node.nodeType !== 'Attribute' || !PROGRAM_STATE.has(String(node.attr))) return false;
  const base = baseName(node);
  return base === 'os' || base === 'sys';
}
